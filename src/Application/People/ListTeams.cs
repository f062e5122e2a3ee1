using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.People;

namespace Satcom.Application.People;

/// <summary>The company's teams, oldest first.</summary>
[Requires(Permissions.UsersRead)]
public sealed record ListTeamsQuery : IQuery<Page<TeamDto>>, IPagedQuery
{
    /// <summary>True for the archived ones instead.</summary>
    public bool Archived { get; init; }

    /// <inheritdoc/>
    public int Limit { get; init; } = Paging.DefaultLimit;

    /// <inheritdoc/>
    public string? Cursor { get; init; }
}

/// <summary>People who work together and see each other's presence.</summary>
public sealed record TeamDto : IVersioned
{
    /// <summary>The team's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Unique among the company's teams that are not archived.</summary>
    public required string Name { get; init; }

    /// <summary>True when nobody is in it and nobody can join it.</summary>
    public required bool IsArchived { get; init; }

    /// <summary>Changes with every change of the team; as ETag too.</summary>
    public uint Version { get; set; }

    internal static TeamDto AfterChange(Team team) => Of(team) with { Version = 0 };

    internal static TeamDto Of(Team team) => new() { Id = team.Id, Name = team.Name, IsArchived = team.IsArchived, Version = team.Version };
}

internal sealed class ListTeamsValidator : AbstractValidator<ListTeamsQuery>
{
    public ListTeamsValidator() => RuleFor(q => q.Limit).InclusiveBetween(1, Paging.MaxLimit);
}

internal sealed class ListTeamsHandler(ISatcomDb db) : IRequestHandler<ListTeamsQuery, Result<Page<TeamDto>>>
{
    public async Task<Result<Page<TeamDto>>> Handle(ListTeamsQuery request, CancellationToken cancellationToken)
    {
        var teams = db.Teams.AsNoTracking().Where(t => t.IsArchived == request.Archived);
        if (request.Cursor is { } text)
        {
            if (!Cursor.TryParse(text, out var after))
            {
                return new CursorInvalid();
            }

            teams = teams.Where(t => t.Id > after.Id);
        }

        var page = await teams.OrderBy(t => t.Id).Take(request.Limit + 1).Select(t => new TeamDto { Id = t.Id, Name = t.Name, IsArchived = t.IsArchived, Version = t.Version }).ToListAsync(cancellationToken);
        return Paging.ToPage(page, request.Limit, t => new Cursor(0, t.Id));
    }
}
