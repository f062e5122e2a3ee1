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
        var team = new Team(scope.Tenant.Id, request.Id ?? time.New(), request.Name.Trim());
        if (scope.Attempt > 0 && request.Id is { } id && await db.Teams.AsNoTracking().SingleOrDefaultAsync(t => t.Id == id, cancellationToken) is { } known)
        {
            return string.Equals(known.Name, team.Name, StringComparison.Ordinal) ? new TeamDto { Id = known.Id, Name = known.Name, Version = known.Version } : new IdConflict();
        }

        // The index holds exact names apart; a name that differs in case alone is somebody's mistake.
#pragma warning disable CA1304, CA1311, CA1862, MA0011 // Translated to SQL, where there is neither a culture nor a comparison.
        if (await db.Teams.AnyAsync(t => t.Id != team.Id && t.Name.ToLower() == EF.Parameter(team.Name).ToLower(), cancellationToken))
#pragma warning restore CA1304, CA1311, CA1862, MA0011
        {
            return new TeamNameTaken();
        }

        db.Teams.Add(team);
        return TeamDto.AfterChange(team);
    }
}

internal sealed class TeamConstraints : IConstraintErrorSource
{
    public IEnumerable<ConstraintError> Errors => [new("pk_teams", new IdConflict()), new("ix_teams_tenant_id_name", new TeamNameTaken())];
}
