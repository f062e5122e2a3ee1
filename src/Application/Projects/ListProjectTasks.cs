using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Projects;

/// <summary>The tasks of a project, oldest first.</summary>
[Requires(Permissions.ProjectsRead, Permissions.ProjectsReadAll)]
[Fails<NotFound>]
public sealed record ListProjectTasksQuery(Guid Id, bool? IsArchived = null, int Limit = Paging.DefaultLimit, string? Cursor = null) : IQuery<Page<ProjectTaskDto>>, IPagedQuery;

internal sealed class ListProjectTasksValidator : AbstractValidator<ListProjectTasksQuery>
{
    public ListProjectTasksValidator() => RuleFor(q => q.Limit).InclusiveBetween(1, Paging.MaxLimit);
}

internal sealed class ListProjectTasksHandler(ISatcomDb db, RequestScope scope) : IRequestHandler<ListProjectTasksQuery, Result<Page<ProjectTaskDto>>>
{
    public async Task<Result<Page<ProjectTaskDto>>> Handle(ListProjectTasksQuery request, CancellationToken cancellationToken)
    {
        var tasks = db.ProjectTasks.AsNoTracking().Where(t => t.ProjectId == request.Id);
        if (request.IsArchived is { } isArchived)
        {
            tasks = tasks.Where(t => t.IsArchived == isArchived);
        }

        if (request.Cursor is { } text)
        {
            if (!Cursor.TryParse(text, out var after))
            {
                return new CursorInvalid();
            }

            tasks = tasks.Where(t => t.Id > after.Id);
        }

        if (!await db.SeesProjectAsync(scope, request.Id, cancellationToken))
        {
            return new NotFound();
        }

        var page = await ProjectTaskDto.Of(tasks.OrderBy(t => t.Id).Take(request.Limit + 1)).ToListAsync(cancellationToken);
        return Paging.ToPage(page, request.Limit, t => new Cursor(0, t.Id));
    }
}
