using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.People;

namespace Satcom.Application.People;

/// <summary>Renames a team.</summary>
[Requires(Permissions.UsersManage)]
[AuditAction("people.updateTeam")]
[Fails<NotFound>]
[Fails<VersionMismatch>]
[Fails<TeamNameTaken>]
public sealed record UpdateTeamCommand(Guid Id, string? Name) : ICommand<TeamDto>;

internal sealed class UpdateTeamValidator : AbstractValidator<UpdateTeamCommand>
{
    public UpdateTeamValidator() => RuleFor(c => c.Name).NotEmpty().IsLine(Team.NameMaxLength).When(c => c.Name is not null);
}

internal sealed class UpdateTeamHandler(ISatcomDb db, RequestScope scope) : IRequestHandler<UpdateTeamCommand, Result<TeamDto>>
{
    public async Task<Result<TeamDto>> Handle(UpdateTeamCommand request, CancellationToken cancellationToken)
    {
        if (await db.Teams.SingleOrDefaultAsync(t => t.Id == request.Id, cancellationToken) is not { } team)
        {
            return new NotFound();
        }

        if (scope.IfMatch is { } version && version != team.Version)
        {
            return new VersionMismatch();
        }

        if (request.Name?.Trim() is not { } name || string.Equals(name, team.Name, StringComparison.Ordinal))
        {
            return TeamDto.Of(team);
        }

        team.Rename(name);
        return TeamDto.AfterChange(team);
    }
}
