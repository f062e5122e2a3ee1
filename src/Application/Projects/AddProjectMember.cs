using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.People;
using Satcom.Domain.Projects;

namespace Satcom.Application.Projects;

/// <summary>Puts a person into a project. Sent again with the same role, it changes nothing.</summary>
[Requires(Permissions.ProjectsManage, Permissions.ProjectsManageAll)]
[AuditAction("projects.addProjectMember")]
[Fails<NotFound>]
[Fails<EmployeeUnknown>]
[Fails<AlreadyMember>]
public sealed record AddProjectMemberCommand(Guid Id, Guid UserId, ProjectRole Role) : ICommand<ProjectMemberDto>;

internal sealed class AddProjectMemberValidator : AbstractValidator<AddProjectMemberCommand>
{
    public AddProjectMemberValidator() => RuleFor(c => c.Role).IsInEnum();
}

internal sealed class AddProjectMemberHandler(ISatcomDb db, RequestScope scope, TimeProvider time) : IRequestHandler<AddProjectMemberCommand, Result<ProjectMemberDto>>
{
    public async Task<Result<ProjectMemberDto>> Handle(AddProjectMemberCommand request, CancellationToken cancellationToken)
    {
        if (!await db.ManagesAsync(scope, request.Id, cancellationToken))
        {
            return new NotFound();
        }

        if (await ProjectMemberDto.Named(db.ProjectMembers.AsNoTracking().Where(m => m.ProjectId == request.Id && m.EmployeeId == request.UserId), db).SingleOrDefaultAsync(cancellationToken) is { } known)
        {
            return known.Role == request.Role ? known : new AlreadyMember();
        }

        var member = new ProjectMember(scope.Tenant.Id, time.New(), request.Id, request.UserId, request.Role);
        db.ProjectMembers.Add(member);
        return await ProjectMemberDto.AfterChangeAsync(member, db, cancellationToken);
    }
}
