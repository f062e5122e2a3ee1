using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.Leaves;
using Satcom.Application.People;
using Satcom.Domain.Imports;
using Satcom.Domain.Leaves;

namespace Satcom.Application.Imports;

/// <summary>
/// Rows of who earns leave by which policy, known by the employee's code, the policy's name and the first date, with the balance that they bring. A ledger only grows: a row that says another opening balance than
/// was entered for its date is refused, because the difference is an adjustment that somebody has to give a reason for.
/// </summary>
internal sealed class LeaveRows(ISatcomDb db, RequestScope scope, LeaveCharges charges, IMediator mediator) : IImportRows
{
    public ImportKind Kind => ImportKind.Leave;

    public string Permission => Permissions.LeavesManage;

    public IReadOnlyList<ImportColumn> Columns { get; } =
        [new("employeeCode", IsNeeded: true), new("policy", IsNeeded: true), new("from", IsNeeded: true), new("to"), new("openingBalance"), new("openingDate"), new("openingReason")];

    public string KeyOf(IReadOnlyDictionary<string, string> cells) =>
        $"{EmployeeCodes.KeyOf(cells.GetValueOrDefault("employeeCode", string.Empty))}\n{cells.GetValueOrDefault("policy", string.Empty).ToUpperInvariant()}\n{cells.GetValueOrDefault("from", string.Empty)}";

    public string? KeyBefore(IReadOnlyDictionary<string, string> cells) => null;

    public async Task<RowResult> ApplyAsync(Import import, ImportRow row, CancellationToken cancellationToken)
    {
        var faults = new List<RowFault>();
        var (from, to, opening) = (row.Date("from", faults), row.Date("to", faults), OpeningOf(row, faults));
        foreach (var column in (ReadOnlySpan<string>)["employeeCode", "policy", "from"])
        {
            if (row.Filled(column) is null)
            {
                faults.Add(new RowFault(column, "required"));
            }
        }

        var userId = await EmployeeAsync(row, faults, cancellationToken);
        var policy = await PolicyAsync(row, faults, cancellationToken);
        if (faults.Count > 0 || from is not { } first || userId is not { } person || policy is null)
        {
            return RowResult.Refused(faults);
        }

        // Each command commits on its own: what would refuse the second is looked at before the first.
        var brought = opening is null ? null : opening with { Date = opening.Date ?? first };
        var entered = brought is null ? null : await EnteredAsync(person, policy.LeaveTypeId, brought, cancellationToken);
        if (entered is { } amount && amount != brought!.Amount)
        {
            return RowResult.Refused(new RowFault("openingBalance", "opening_differs"));
        }

        if (brought is not null && entered is null && await charges.JudgeLockAsync(brought.Date!.Value, cancellationToken) is { } locked)
        {
            return RowResult.Refused(new RowFault("openingDate", locked.Code));
        }

        var (assigned, refusal) = await AssignAsync(import, row, person, policy, first, to, cancellationToken);
        if (refusal is not null || brought is null || entered is not null)
        {
            return refusal ?? RowResult.Of(assigned);
        }

        var id = EntryId(person, policy.LeaveTypeId, brought.Date!.Value);
        var adjusted = await mediator.Send(new AdjustLeaveBalanceCommand(id, person, policy.LeaveTypeId, brought.Amount, brought.Reason, brought.Date), cancellationToken);
        return adjusted.Error?.ToRefusal() ?? RowResult.Of(assigned == ImportOutcome.Unchanged ? ImportOutcome.Updated : assigned);
    }

    /// <summary>What somebody brings; null where the row does not say, or with its faults.</summary>
    private static Opening? OpeningOf(ImportRow row, List<RowFault> faults)
    {
        var date = row.Date("openingDate", faults);
        if (row.Filled("openingBalance") is not { } text)
        {
            return null;
        }

        if (!decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) || !LeavePolicyFieldRules.IsHundredths(amount))
        {
            faults.Add(new RowFault("openingBalance", "invalid_format", "hundredths"));
            return null;
        }

        if (Math.Abs(amount) > AdjustLeaveBalanceCommand.AmountMax)
        {
            faults.Add(new RowFault("openingBalance", "out_of_range", $"-{AdjustLeaveBalanceCommand.AmountMax}..{AdjustLeaveBalanceCommand.AmountMax}"));
            return null;
        }

        // Nothing is brought, so nothing is entered.
        if (amount == 0)
        {
            return null;
        }

        if (row.Filled("openingReason") is not { } reason)
        {
            faults.Add(new RowFault("openingReason", "required"));
            return null;
        }

        if (CharacterLimit.Count(reason) > LeaveEntry.ReasonMaxLength)
        {
            faults.Add(new RowFault("openingReason", "too_long", $"{LeaveEntry.ReasonMaxLength}"));
            return null;
        }

        return new Opening(amount, date, reason);
    }

    private async Task<(ImportOutcome Outcome, RowResult? Refusal)> AssignAsync(Import import, ImportRow row, Guid userId, LeavePolicy policy, DateOnly from, DateOnly? to, CancellationToken cancellationToken)
    {
        var id = RowFaults.IdOf(import, row);
        var known = await db.LeaveAssignments.AsNoTracking().SingleOrDefaultAsync(a => a.EmployeeId == userId && a.PolicyId == policy.Id && a.From == from, cancellationToken);
        if (known is null)
        {
            var made = await mediator.Send(new CreateLeaveAssignmentCommand(id, userId, policy.Id, from, to), cancellationToken);
            return (ImportOutcome.Created, made.Error?.ToRefusal());
        }

        var outcome = known.Id == id ? ImportOutcome.Created : ImportOutcome.Unchanged;
        if (row.Cell("to") is null || known.To == to)
        {
            return (outcome, null);
        }

        var ended = await mediator.Send(new EndLeaveAssignmentCommand(known.Id, to), cancellationToken);
        return (outcome == ImportOutcome.Created ? outcome : ImportOutcome.Updated, ended.Error?.ToRefusal());
    }

    /// <summary>The opening balance that was entered before; null where none was.</summary>
    private async Task<decimal?> EnteredAsync(Guid userId, Guid typeId, Opening opening, CancellationToken cancellationToken)
    {
        var id = EntryId(userId, typeId, opening.Date!.Value);
        return await db.LeaveAccounts.AsNoTracking().Where(a => a.EmployeeId == userId && a.LeaveTypeId == typeId)
            .SelectMany(a => a.Entries).Where(e => e.Id == id).Select(e => (decimal?)e.Amount).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>The opening balance's id: of a person, type and date there is one, whichever file says it.</summary>
    private Guid EntryId(Guid userId, Guid typeId, DateOnly date)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"opening {scope.Tenant.Id} {userId} {typeId} {date:yyyy-MM-dd}")), hash);

        // A UUID of version 8: https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-8.
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }

    private async Task<Guid?> EmployeeAsync(ImportRow row, List<RowFault> faults, CancellationToken cancellationToken)
    {
        if (row.Filled("employeeCode") is not { } code)
        {
            return null;
        }

        var id = await db.Employees.OfCode(code).Select(e => (Guid?)e.Id).SingleOrDefaultAsync(cancellationToken);
        if (id is null)
        {
            faults.Add(new RowFault("employeeCode", "employee_unknown"));
        }

        return id;
    }

    private async Task<LeavePolicy?> PolicyAsync(ImportRow row, List<RowFault> faults, CancellationToken cancellationToken)
    {
        if (row.Filled("policy") is not { } name)
        {
            return null;
        }

        // No two of a company differ in their case alone, and it has few of them.
        var policies = await db.LeavePolicies.AsNoTracking().ToListAsync(cancellationToken);
        var found = policies.Find(p => string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase));
        if (found is null)
        {
            faults.Add(new RowFault("policy", "leave_policy_unknown"));
        }

        return found;
    }

    /// <summary>A balance that somebody brings.</summary>
    /// <param name="Date">As of which date; that of the assignment's beginning where the row does not say.</param>
    private sealed record Opening(decimal Amount, DateOnly? Date, string Reason);
}
