using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.People;
using Satcom.Application.Projects;
using Satcom.Domain.Imports;
using Satcom.Domain.Projects;

namespace Satcom.Application.Imports;

/// <summary>Rows of projects, known by their code.</summary>
internal sealed class ProjectRows(ISatcomDb db, IMediator mediator) : IImportRows
{
    public ImportKind Kind => ImportKind.Projects;

    public string Permission => Permissions.ProjectsManageAll;

    public IReadOnlyList<ImportColumn> Columns { get; } =
        [new("code", IsNeeded: true), new("name", IsNeeded: true), new("client"), new("status"), new("startsOn"), new("endsOn"), new("ownerCode")];

    public string KeyOf(IReadOnlyDictionary<string, string> cells) => Project.KeyOf(cells.GetValueOrDefault("code", string.Empty));

    public string? KeyBefore(IReadOnlyDictionary<string, string> cells) => null;

    public async Task<RowResult> ApplyAsync(Import import, ImportRow row, CancellationToken cancellationToken)
    {
        var faults = new List<RowFault>();
        var status = row.Word("status", faults, ("active", ProjectStatus.Active), ("archived", ProjectStatus.Archived));
        var (startsOn, endsOn) = (row.Date("startsOn", faults), row.Date("endsOn", faults));
        var ownerId = await OwnerAsync(row, faults, cancellationToken);
        if (faults.Count > 0)
        {
            return RowResult.Refused(faults);
        }

        var (key, id) = (KeyOf(row.Cells), RowFaults.IdOf(import, row));
        var known = await db.Projects.AsNoTracking().SingleOrDefaultAsync(p => p.CodeKey == key, cancellationToken);
        if (known?.Id == id)
        {
            return RowResult.Of(ImportOutcome.Created);
        }

        var (code, name) = (row.Cell("code")!, row.Cell("name")!);
        if (known is null)
        {
            var created = await mediator.Send(new CreateProjectCommand(id, code, name, row.Filled("client"), status ?? ProjectStatus.Active, startsOn, endsOn, ownerId), cancellationToken);
            return created.Error is { } refusal ? refusal.ToRefusal() : RowResult.Of(ImportOutcome.Created);
        }

        var input = new ProjectInput(
            code,
            name,
            row.Cell("client") is null ? known.Client : row.Filled("client"),
            status ?? known.Status,
            row.Cell("startsOn") is null ? known.StartsOn : startsOn,
            row.Cell("endsOn") is null ? known.EndsOn : endsOn,
            ownerId ?? known.OwnerId);
        var updated = await mediator.Send(new UpdateProjectCommand(known.Id, input), cancellationToken);
        return updated.TryGet(out var project, out var error) ? RowResult.Of(project.Version == known.Version ? ImportOutcome.Unchanged : ImportOutcome.Updated) : error.ToRefusal();
    }

    private async Task<Guid?> OwnerAsync(ImportRow row, List<RowFault> faults, CancellationToken cancellationToken)
    {
        if (row.Filled("ownerCode") is not { } code)
        {
            return null;
        }

        var id = await db.Employees.OfCode(code).Select(e => (Guid?)e.Id).SingleOrDefaultAsync(cancellationToken);
        if (id is null)
        {
            faults.Add(new RowFault("ownerCode", "employee_unknown"));
        }

        return id;
    }
}
