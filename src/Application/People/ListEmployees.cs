using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.People;

namespace Satcom.Application.People;

/// <summary>The employees whom the caller sees, longest with the company first.</summary>
[Requires(Permissions.EmployeesReadOwn, Permissions.EmployeesReadReports, Permissions.EmployeesReadAll)]
public sealed record ListEmployeesQuery : IQuery<Page<EmployeeDto>>, IPagedQuery
{
    /// <summary>Words, each of which must begin a word of the name, the address or the employee code.</summary>
    public string? Search { get; init; }

    /// <summary>In this team now.</summary>
    public Guid? TeamId { get; init; }

    /// <summary>Reporting to this manager directly now.</summary>
    public Guid? ManagerId { get; init; }

    /// <summary>Whether they can sign in.</summary>
    public UserStatus? Status { get; init; }

    /// <summary>Working at this office now, there or elsewhere too.</summary>
    public Guid? OfficeId { get; init; }

    /// <inheritdoc/>
    public int Limit { get; init; } = Paging.DefaultLimit;

    /// <inheritdoc/>
    public string? Cursor { get; init; }
}

internal sealed class ListEmployeesValidator : AbstractValidator<ListEmployeesQuery>
{
    public ListEmployeesValidator()
    {
        RuleFor(q => q.Limit).InclusiveBetween(1, Paging.MaxLimit);
        RuleFor(q => q.Search).MaximumLength(ListUsersQuery.SearchMaxLength);
        RuleFor(q => q.Status).IsInEnum();
    }
}

internal sealed class ListEmployeesHandler(ISatcomDb db, RequestScope scope, TimeProvider time) : IRequestHandler<ListEmployeesQuery, Result<Page<EmployeeDto>>>
{
    public async Task<Result<Page<EmployeeDto>>> Handle(ListEmployeesQuery request, CancellationToken cancellationToken)
    {
        var employees = Filter(db.Employees.Within(db, scope.Actor), request);
        if (request.Cursor is { } text)
        {
            if (!Cursor.TryParse(text, out var after))
            {
                return new CursorInvalid();
            }

            employees = employees.Where(e => e.Id > after.Id);
        }

        var rows = await EmployeeRow.Of(db, employees).OrderBy(r => r.Employee.Id).Take(request.Limit + 1).AsNoTracking().ToListAsync(cancellationToken);
        var now = time.GetUtcNow();
        return Paging.ToPage<EmployeeDto>([.. rows.Select(r => r.ToDto(now))], request.Limit, e => new Cursor(0, e.Id));
    }

    private IQueryable<Employee> Filter(IQueryable<Employee> employees, ListEmployeesQuery query)
    {
        if (query.TeamId is { } teamId)
        {
            employees = employees.Where(e => e.TeamId == teamId);
        }

        if (query.ManagerId is { } managerId)
        {
            employees = employees.Where(e => e.ManagerId == managerId);
        }

        if (query.OfficeId is { } officeId)
        {
            employees = employees.Where(e => e.OfficeIds.Contains(officeId));
        }

        if (query.Status is { } status)
        {
            employees = employees.Where(e => db.Users.Any(u => u.Id == e.Id && u.Status == status));
        }

        if (!string.IsNullOrWhiteSpace(query.Search))
        {
            var found = UserSearch.Find(db, db.Users, query.Search).Select(u => u.Id);
            employees = employees.Where(e => found.Contains(e.Id));
        }

        return employees;
    }
}
