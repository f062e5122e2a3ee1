using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.People;
using Satcom.Domain.Identity;
using Satcom.Domain.Imports;

namespace Satcom.Application.Imports;

/// <summary>Rows of accounts with their employees, known by the employee's code, whatever its case.</summary>
internal sealed class EmployeeRows(ISatcomDb db, IMediator mediator) : IImportRows
{
    public ImportKind Kind => ImportKind.Employees;

    public string Permission => Permissions.UsersManage;

    public IReadOnlyList<ImportColumn> Columns { get; } =
    [
        new("employeeCode", IsNeeded: true), new("email", IsNeeded: true), new("displayName", IsNeeded: true), new("designation", IsNeeded: true), new("phone"), new("roles"), new("timeZone"),
        new("managerCode"), new("team"), new("startsOn"), new("endsOn"), new("invite"),
    ];

    public string KeyOf(IReadOnlyDictionary<string, string> cells) => EmployeeCodes.KeyOf(cells.GetValueOrDefault("employeeCode", string.Empty));

    public string? KeyBefore(IReadOnlyDictionary<string, string> cells) => cells.GetValueOrDefault("managerCode") is { } code ? EmployeeCodes.KeyOf(code) : null;

    public async Task<RowResult> ApplyAsync(Import import, ImportRow row, CancellationToken cancellationToken)
    {
        var faults = new List<RowFault>();
        var invites = row.Word("invite", faults, ("yes", true), ("no", false), ("true", true), ("false", false), ("1", true), ("0", false)) ?? import.Invites;
        var (startsOn, endsOn) = (row.Date("startsOn", faults), row.Date("endsOn", faults));
        var (managerId, teamId) = (await ManagerAsync(import, row, faults, cancellationToken), await TeamAsync(row, faults, cancellationToken));
        if (faults.Count > 0)
        {
            return RowResult.Refused(faults);
        }

        var code = row.Cell("employeeCode")!;
        var known = await db.Employees.AsNoTracking().OfCode(code)
            .Select(e => new { e.Id, e.StartsOn, e.EndsOn, Account = db.Users.Where(u => u.Id == e.Id).Select(u => new { u.Version, u.Status }).First() })
            .SingleOrDefaultAsync(cancellationToken);
        var id = RowFaults.IdOf(import, row);
        if (known?.Id == id)
        {
            return RowResult.Of(ImportOutcome.Created);
        }

        if (known is null)
        {
            var create = new CreateEmployeeCommand(
                id, row.Cell("email")!, row.Cell("displayName")!, code, row.Cell("designation")!, row.Filled("phone"), RolesOf(row), row.Filled("timeZone"), managerId, teamId, startsOn, endsOn)
            {
                Invites = invites,
            };
            var created = await mediator.Send(create, cancellationToken);
            return created.Error is { } refusal ? refusal.ToRefusal() : RowResult.Of(ImportOutcome.Created);
        }

        // Who has left has an end, which a file that does not know it leaves alone.
        var keepsEnd = row.Cell("endsOn") is null || (endsOn is null && known.Account.Status == UserStatus.Deactivated);
        var dates = row.Cell("startsOn") is null && row.Cell("endsOn") is null ? null : new EmploymentDates(row.Cell("startsOn") is null ? known.StartsOn : startsOn, keepsEnd ? known.EndsOn : endsOn);
        var updated = await mediator.Send(new UpdateUserCommand(known.Id, PatchOf(row, managerId, teamId, dates)), cancellationToken);
        return updated.TryGet(out var user, out var error) ? RowResult.Of(user.Version == known.Account.Version ? ImportOutcome.Unchanged : ImportOutcome.Updated) : error.ToRefusal();
    }

    /// <summary>What the file has a column for; of those, blank ones that may be blank take the value away.</summary>
    private static UserPatch PatchOf(ImportRow row, Guid? managerId, Guid? teamId, EmploymentDates? dates)
    {
        var employee = new EmployeePatch { Designation = row.Cell("designation"), TimeZone = row.Filled("timeZone"), Employment = dates };
        employee = row.Cell("managerCode") is null ? employee : employee with { ManagerId = managerId };
        employee = row.Cell("team") is null ? employee : employee with { TeamId = teamId };
        var patch = new UserPatch { Email = row.Cell("email"), DisplayName = row.Cell("displayName"), Roles = RolesOf(row), Employee = employee };
        return row.Cell("phone") is null ? patch : patch with { Phone = row.Filled("phone") };
    }

    private static List<string>? RolesOf(ImportRow row) => row.Filled("roles")?.Split(['|', ' ', '/'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToList();

    private async Task<Guid?> ManagerAsync(Import import, ImportRow row, List<RowFault> faults, CancellationToken cancellationToken)
    {
        if (row.Filled("managerCode") is not { } code)
        {
            return null;
        }

        var id = await db.Employees.OfCode(code).Select(e => (Guid?)e.Id).SingleOrDefaultAsync(cancellationToken);
        if (id is null && !(import.IsDryRun && row.Known?.Contains(EmployeeCodes.KeyOf(code), StringComparer.Ordinal) == true))
        {
            faults.Add(new RowFault("managerCode", "manager_unknown"));
        }

        return id;
    }

    private async Task<Guid?> TeamAsync(ImportRow row, List<RowFault> faults, CancellationToken cancellationToken)
    {
        if (row.Filled("team") is not { } name)
        {
            return null;
        }

#pragma warning disable CA1304, CA1311, CA1862, MA0011 // Translated to SQL, where there is neither a culture nor a comparison.
        var id = await db.Teams.Where(t => t.Name.ToLower() == EF.Parameter(name).ToLower()).Select(t => (Guid?)t.Id).FirstOrDefaultAsync(cancellationToken);
#pragma warning restore CA1304, CA1311, CA1862, MA0011
        if (id is null)
        {
            faults.Add(new RowFault("team", "team_unknown"));
        }

        return id;
    }
}
