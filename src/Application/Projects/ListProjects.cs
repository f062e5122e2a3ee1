using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Projects;

namespace Satcom.Application.Projects;

/// <summary>The projects that the caller may see, oldest first.</summary>
[Requires(Permissions.ProjectsRead, Permissions.ProjectsReadAll)]
public sealed record ListProjectsQuery : IQuery<Page<ProjectDto>>, IPagedQuery
{
    public const int SearchMaxLength = 80;

    /// <summary>Whether work goes on in them.</summary>
    public ProjectStatus? Status { get; init; }

    /// <summary>A part of code, name or client, whatever its case.</summary>
    public string? Search { get; init; }

    /// <summary>The account that answers for them.</summary>
    public Guid? OwnerId { get; init; }

    /// <summary>A person who is a member.</summary>
    public Guid? UserId { get; init; }

    /// <inheritdoc/>
    public int Limit { get; init; } = Paging.DefaultLimit;

    /// <inheritdoc/>
    public string? Cursor { get; init; }
}

internal sealed class ListProjectsValidator : AbstractValidator<ListProjectsQuery>
{
    public ListProjectsValidator()
    {
        RuleFor(q => q.Limit).InclusiveBetween(1, Paging.MaxLimit);
        RuleFor(q => q.Status).IsInEnum();
        RuleFor(q => q.Search).MaximumLength(ListProjectsQuery.SearchMaxLength);
    }
}

internal sealed class ListProjectsHandler(ISatcomDb db, RequestScope scope) : IRequestHandler<ListProjectsQuery, Result<Page<ProjectDto>>>
{
    public async Task<Result<Page<ProjectDto>>> Handle(ListProjectsQuery request, CancellationToken cancellationToken)
    {
        var projects = Filter(db.Projects.AsNoTracking().Within(db, scope.Actor), request);
        if (request.Cursor is { } text)
        {
            if (!Cursor.TryParse(text, out var after))
            {
                return new CursorInvalid();
            }

            projects = projects.Where(p => p.Id > after.Id);
        }

        var page = await ProjectDto.Of(projects.OrderBy(p => p.Id).Take(request.Limit + 1)).ToListAsync(cancellationToken);
        return Paging.ToPage(page, request.Limit, p => new Cursor(0, p.Id));
    }

    private IQueryable<Project> Filter(IQueryable<Project> projects, ListProjectsQuery query)
    {
        if (query.Status is { } status)
        {
            projects = projects.Where(p => p.Status == status);
        }

        if (query.OwnerId is { } ownerId)
        {
            projects = projects.Where(p => p.OwnerId == ownerId);
        }

        if (query.UserId is { } userId)
        {
            projects = projects.Where(p => db.ProjectMembers.Any(m => m.ProjectId == p.Id && m.EmployeeId == userId));
        }

        if (query.Search?.Trim() is not { Length: > 0 } search)
        {
            return projects;
        }

        var key = search.ToUpperInvariant();
#pragma warning disable CA1304, CA1311, CA1862, MA0011 // Translated to SQL, where there is neither a culture nor a comparison.
        return projects.Where(p => p.CodeKey.Contains(key) || p.Name.ToUpper().Contains(key) || (p.Client != null && p.Client.ToUpper().Contains(key)));
#pragma warning restore CA1304, CA1311, CA1862, MA0011
    }
}
