using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Projects;

/// <summary>Takes a person out of a project. What they entered stays.</summary>
[Requires(Permissions.ProjectsManage, Permissions.ProjectsManageAll)]
[AuditAction("projects.removeProjectMember")]
[Fails<NotFound>]
[Fails<VersionMismatch>]
public sealed record RemoveProjectMemberCommand(Guid Id, Guid UserId) : IPlainCommand;

internal sealed class RemoveProjectMemberHandler(ISatcomDb db, RequestScope scope) : IRequestHandler<RemoveProjectMemberCommand, Result>
{
    public async Task<Result> Handle(RemoveProjectMemberCommand request, CancellationToken cancellationToken)
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

        db.ProjectMembers.Remove(member);
        return Result.Success;
    }
}
