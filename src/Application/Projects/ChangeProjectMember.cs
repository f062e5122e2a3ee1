using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Projects;

namespace Satcom.Application.Projects;

/// <summary>Gives a member another role.</summary>
[Requires(Permissions.ProjectsManage, Permissions.ProjectsManageAll)]
[AuditAction("projects.changeProjectMember")]
[Fails<NotFound>]
[Fails<VersionMismatch>]
public sealed record ChangeProjectMemberCommand(Guid Id, Guid UserId, ProjectRole Role) : ICommand<ProjectMemberDto>;

internal sealed class ChangeProjectMemberValidator : AbstractValidator<ChangeProjectMemberCommand>
{
    public ChangeProjectMemberValidator() => RuleFor(c => c.Role).IsInEnum();
}

internal sealed class ChangeProjectMemberHandler(ISatcomDb db, RequestScope scope) : IRequestHandler<ChangeProjectMemberCommand, Result<ProjectMemberDto>>
{
    public async Task<Result<ProjectMemberDto>> Handle(ChangeProjectMemberCommand request, CancellationToken cancellationToken)
    {
        if (!await db.ManagesAsync(scope, request.Id, cancellationToken)
            || await db.ProjectMembers.SingleOrDefaultAsync(m => m.ProjectId == request.Id && m.EmployeeId == request.UserId, cancellationToken) is not { } member)
        {
            return new NotFound();
        }

        if (scope.IfMatch is { } version && version != member.Version)
        {
            return new VersionMismatch();
        }

        var dto = await ProjectMemberDto.AfterChangeAsync(member, db, cancellationToken);
        if (member.Role == request.Role)
        {
            dto.Version = member.Version;
            return dto;
        }

        member.Become(request.Role);
        return dto with { Role = request.Role };
    }
}
