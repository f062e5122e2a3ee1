using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.People;

namespace Satcom.Application.People;

/// <summary>Makes a team, which people can then be put into.</summary>
/// <param name="Id">The client's id of the team: sent again with the same content, it creates nothing.</param>
/// <param name="Name">Unique in the company, whatever its case.</param>
[Requires(Permissions.UsersManage)]
[AuditAction("people.createTeam")]
[Fails<IdConflict>]
[Fails<TeamNameTaken>]
public sealed record CreateTeamCommand(Guid? Id, string Name) : ICommand<TeamDto>;

internal sealed class CreateTeamValidator : AbstractValidator<CreateTeamCommand>
{
    public CreateTeamValidator()
    {
        RuleFor(c => c.Id).NotEqual(Guid.Empty).WithErrorCode("invalid_format").WithDetail("uuid");
        RuleFor(c => c.Name).NotEmpty().IsLine(Team.NameMaxLength);
    }
}

internal sealed class CreateTeamHandler(ISatcomDb db, RequestScope scope, TimeProvider time) : IRequestHandler<CreateTeamCommand, Result<TeamDto>>
{
    public async Task<Result<TeamDto>> Handle(CreateTeamCommand request, CancellationToken cancellationToken)
    {
        // An index holds names apart, whatever their case.
        var team = new Team(scope.Tenant.Id, request.Id ?? time.New(), request.Name.Trim());
        if (scope.Attempt > 0 && request.Id is { } id && await db.Teams.AsNoTracking().SingleOrDefaultAsync(t => t.Id == id, cancellationToken) is { } known)
        {
            return string.Equals(known.Name, team.Name, StringComparison.Ordinal) ? TeamDto.Of(known) : new IdConflict();
        }

        db.Teams.Add(team);
        return TeamDto.AfterChange(team);
    }
}

internal sealed class TeamConstraints : IConstraintErrorSource
{
    public IEnumerable<ConstraintError> Errors => [new("pk_teams", new IdConflict()), new("ux_teams_name", new TeamNameTaken()), new("ck_teams_in_use", new TeamInUse())];
}
