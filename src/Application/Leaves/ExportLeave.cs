using System.Globalization;
using System.Runtime.CompilerServices;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.People;
using Satcom.Domain.Common;
using Satcom.Domain.Leaves;
using Satcom.Domain.People;

namespace Satcom.Application.Leaves;

/// <summary>
/// Leave per person and type in a period, as a table: what there was before it, what was earned, taken, adjusted and lost in it, and what there is after it. A last row for each type sums its rows.
/// What was posted of dates that were locked by then counts behind the lock, so that the table of a closed period stays as it was; who had nothing by its end has no row.
/// </summary>
/// <param name="From">The first date.</param>
/// <param name="To">The last date.</param>
/// <param name="UserId">Only this person.</param>
/// <param name="TeamId">Only the people who are in this team on the last date.</param>
/// <param name="LeaveTypeId">Only this type.</param>
[Requires(Permissions.LeavesReadReports, Permissions.LeavesReadAll)]
public sealed record ExportLeaveQuery(DateOnly? From, DateOnly? To, Guid? UserId = null, Guid? TeamId = null, Guid? LeaveTypeId = null) : IQuery<CsvFile>;

internal sealed class ExportLeaveValidator : AbstractValidator<ExportLeaveQuery>
{
    public ExportLeaveValidator()
    {
        RuleFor(q => q.From).NotNull();
        RuleFor(q => q.To).NotNull();
        RuleFor(q => q.To).GreaterThanOrEqualTo(q => q.From).When(q => q.From is not null && q.To is not null);
    }
}

internal sealed class ExportLeaveHandler(ISatcomDb db, LeaveAuthority authority) : IRequestHandler<ExportLeaveQuery, Result<CsvFile>>
{
    private const int RowsAtOnce = 1000;

    /// <summary>Nothing, in hundredths: what is added to it has two decimals.</summary>
    private const decimal Cents = 0.00m;

    private static readonly string[] Header =
        ["employeeCode", "name", "leaveType", "unit", "isPaid", "from", "to", "openingBalance", "earned", "taken", "adjusted", "forfeitedOrExpired", "closingBalance"];

    public Task<Result<CsvFile>> Handle(ExportLeaveQuery request, CancellationToken cancellationToken)
    {
        var (from, to) = (request.From!.Value, request.To!.Value);
        var file = new CsvFile(string.Create(CultureInfo.InvariantCulture, $"leave-{from:yyyy-MM-dd}-{to:yyyy-MM-dd}.csv"), (csv, token) => WriteAsync(csv, request, from, to, token));
        return Task.FromResult<Result<CsvFile>>(file);
    }

    private async Task WriteAsync(CsvWriter csv, ExportLeaveQuery request, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        await csv.RowAsync(Header, cancellationToken);
        var team = await TeamDates.OfAsync(db, request.TeamId, to, to, cancellationToken);
        var types = await db.LeaveTypes.AsNoTracking().Where(t => request.LeaveTypeId == null || t.Id == request.LeaveTypeId).OrderBy(t => t.Name).ToListAsync(cancellationToken);
        foreach (var type in types)
        {
            var total = new LeaveSums(Cents, Cents, Cents, Cents, Cents);
            await foreach (var row in RowsAsync(request, team, type.Id, from, to, cancellationToken))
            {
                total = total.Plus(row.Sums);
                await WriteAsync(csv, row.EmployeeCode, row.DisplayName, type, from, to, row.Sums, cancellationToken);
            }

            await WriteAsync(csv, "total", string.Empty, type, from, to, total, cancellationToken);
        }

        await csv.FlushAsync(cancellationToken);
    }

    /// <summary>One row a person. They are read some at a time, so that a reader who takes long keeps no connection to the database.</summary>
    private async IAsyncEnumerable<LeaveRow> RowsAsync(ExportLeaveQuery request, TeamDates? team, Guid typeId, DateOnly first, DateOnly last, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var people = authority.People().AsNoTracking();
        if (request.UserId is { } userId)
        {
            people = people.Where(e => e.Id == userId);
        }

        if (team?.People is { } members)
        {
            people = people.Where(e => members.Contains(e.Id));
        }

        var code = string.Empty;
        List<LeaveRow> chunk;
        do
        {
            chunk = await ReadAsync(people, code, typeId, first, last, cancellationToken);
            foreach (var row in chunk)
            {
                yield return row;
            }

            code = chunk.Count > 0 ? chunk[^1].EmployeeCode : code;
        }
        while (chunk.Count == RowsAtOnce);
    }

    private async Task<List<LeaveRow>> ReadAsync(IQueryable<Employee> people, string after, Guid typeId, DateOnly first, DateOnly last, CancellationToken cancellationToken)
    {
#pragma warning disable CA1309 // The column's collation compares, in SQL, where it also sorts.
        var rows = from employee in people
                   join user in db.Users.AsNoTracking() on employee.Id equals user.Id
                   join account in db.LeaveAccounts.AsNoTracking() on employee.Id equals account.EmployeeId
                   where account.LeaveTypeId == typeId && string.Compare(employee.EmployeeCode, after) > 0
                       && db.LeaveEntries.Any(e => e.AccountId == account.Id && (e.BookedOn ?? e.Date) <= last)
                   orderby employee.EmployeeCode
                   select new
                   {
                       employee.EmployeeCode,
                       user.DisplayName,
                       Opening = db.LeaveEntries.Where(e => e.AccountId == account.Id && (e.BookedOn ?? e.Date) < first).Sum(e => e.Amount),
                       Earned = db.LeaveEntries.Where(e => e.AccountId == account.Id && (e.BookedOn ?? e.Date) >= first && (e.BookedOn ?? e.Date) <= last && e.Kind == LeaveEntryKind.Accrual).Sum(e => e.Amount),
                       Taken = db.LeaveEntries
                           .Where(e => e.AccountId == account.Id && (e.BookedOn ?? e.Date) >= first && (e.BookedOn ?? e.Date) <= last && (e.Kind == LeaveEntryKind.Taken || e.Kind == LeaveEntryKind.Reversal)).Sum(e => e.Amount),
                       Adjusted = db.LeaveEntries.Where(e => e.AccountId == account.Id && (e.BookedOn ?? e.Date) >= first && (e.BookedOn ?? e.Date) <= last && e.Kind == LeaveEntryKind.Adjustment).Sum(e => e.Amount),
                       Lost = db.LeaveEntries
                           .Where(e => e.AccountId == account.Id && (e.BookedOn ?? e.Date) >= first && (e.BookedOn ?? e.Date) <= last && (e.Kind == LeaveEntryKind.Forfeit || e.Kind == LeaveEntryKind.Expiry)).Sum(e => e.Amount),
                   };
#pragma warning restore CA1309
        var read = await rows.Take(RowsAtOnce).ToListAsync(cancellationToken);
        return read.ConvertAll(r => new LeaveRow(r.EmployeeCode, r.DisplayName, new LeaveSums(Cents + r.Opening, Cents + r.Earned, Cents + r.Taken, Cents + r.Adjusted, Cents + r.Lost)));
    }

    private static ValueTask WriteAsync(CsvWriter csv, string code, string name, LeaveType type, DateOnly from, DateOnly to, LeaveSums sums, CancellationToken cancellationToken) =>
        csv.Text(code).Text(name).Text(type.Name).Text(type.Unit == LeaveUnit.Hour ? "hours" : "days").Text(type.IsPaid ? "true" : "false").Date(from).Date(to)
            .Number(sums.Opening).Number(sums.Earned).Number(sums.Taken).Number(sums.Adjusted).Number(sums.Lost).Number(sums.Closing).EndRowAsync(cancellationToken);

    private sealed record LeaveRow(string EmployeeCode, string DisplayName, LeaveSums Sums);

    private readonly record struct LeaveSums(decimal Opening, decimal Earned, decimal Taken, decimal Adjusted, decimal Lost)
    {
        public decimal Closing => Opening + Earned + Taken + Adjusted + Lost;

        public LeaveSums Plus(LeaveSums other) =>
            new(Opening + other.Opening, Earned + other.Earned, Taken + other.Taken, Adjusted + other.Adjusted, Lost + other.Lost);
    }
}
