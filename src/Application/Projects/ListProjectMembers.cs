using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Projects;

/// <summary>The members of a project, by their ids.</summary>
[Requires(Permissions.ProjectsRead, Permissions.ProjectsReadAll)]
[Fails<NotFound>]
public sealed record ListProjectMembersQuery(Guid Id, int Limit = Paging.DefaultLimit, string? Cursor = null) : IQuery<Page<ProjectMemberDto>>, IPagedQuery;

internal sealed class ListProjectMembersValidator : AbstractValidator<ListProjectMembersQuery>
{
    public ListProjectMembersValidator() => RuleFor(q => q.Limit).InclusiveBetween(1, Paging.MaxLimit);
}

internal sealed class ListProjectMembersHandler(ISatcomDb db, RequestScope scope) : IRequestHandler<ListProjectMembersQuery, Result<Page<ProjectMemberDto>>>
{
    public async Task<Result<Page<ProjectMemberDto>>> Handle(ListProjectMembersQuery request, CancellationToken cancellationToken)
    {
        var members = db.ProjectMembers.AsNoTracking().Where(m => m.ProjectId == request.Id);
        if (request.Cursor is { } text)
        {
            if (!Cursor.TryParse(text, out var after))
            {
                return new CursorInvalid();
            }

            members = members.Where(m => m.EmployeeId > after.Id);
        }

        if (!await db.SeesProjectAsync(scope, request.Id, cancellationToken))
        {
            return new NotFound();
        }

        var page = await ProjectMemberDto.Named(members.OrderBy(m => m.EmployeeId).Take(request.Limit + 1), db).ToListAsync(cancellationToken);
        return Paging.ToPage(page, request.Limit, m => new Cursor(0, m.UserId));
    }
}
