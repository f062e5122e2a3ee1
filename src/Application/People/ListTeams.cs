using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.People;

namespace Satcom.Application.People;

/// <summary>The company's teams, oldest first.</summary>
[Requires(Permissions.UsersRead)]
public sealed record ListTeamsQuery(int Limit = Paging.DefaultLimit, string? Cursor = null) : IQuery<Page<TeamDto>>, IPagedQuery;

/// <summary>People who work together and see each other's presence.</summary>
public sealed record TeamDto : IVersioned
{
    /// <summary>The team's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Unique in the company.</summary>
    public required string Name { get; init; }

    /// <summary>Changes with every change of the team; as ETag too.</summary>
    public uint Version { get; set; }

    internal static TeamDto AfterChange(Team team) => new() { Id = team.Id, Name = team.Name };
}

internal sealed class ListTeamsValidator : AbstractValidator<ListTeamsQuery>
{
    public ListTeamsValidator() => RuleFor(q => q.Limit).InclusiveBetween(1, Paging.MaxLimit);
}

internal sealed class ListTeamsHandler(ISatcomDb db) : IRequestHandler<ListTeamsQuery, Result<Page<TeamDto>>>
{
    public async Task<Result<Page<TeamDto>>> Handle(ListTeamsQuery request, CancellationToken cancellationToken)
    {
        var teams = db.Teams.AsNoTracking();
        if (request.Cursor is { } text)
        {
            if (!Cursor.TryParse(text, out var after))
            {
                return new CursorInvalid();
            }

            teams = teams.Where(t => t.Id > after.Id);
        }

        var page = await teams.OrderBy(t => t.Id).Take(request.Limit + 1).Select(t => new TeamDto { Id = t.Id, Name = t.Name, Version = t.Version }).ToListAsync(cancellationToken);
        return Paging.ToPage(page, request.Limit, t => new Cursor(0, t.Id));
    }
}
