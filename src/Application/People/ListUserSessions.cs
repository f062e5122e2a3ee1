using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.People;

/// <summary>A person's live sessions, newest first.</summary>
[Requires(Permissions.UsersRead)]
[Fails<NotFound>]
public sealed record ListUserSessionsQuery(Guid UserId, int Limit = Paging.DefaultLimit, string? Cursor = null) : IQuery<Page<UserSessionDto>>, IPagedQuery;

/// <summary>One sign-in of a person on one device.</summary>
public sealed record UserSessionDto
{
    /// <summary>The session's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>As the client named it: a hint, never a proof.</summary>
    public required string DeviceName { get; init; }

    /// <summary>ios, android, web and so on, as the client said.</summary>
    public required string Platform { get; init; }

    /// <summary>When the person signed in.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it was last refreshed.</summary>
    public required DateTimeOffset LastUsedAt { get; init; }

    /// <summary>When it ends however much it is used.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}

internal sealed class ListUserSessionsValidator : AbstractValidator<ListUserSessionsQuery>
{
    public ListUserSessionsValidator() => RuleFor(q => q.Limit).InclusiveBetween(1, Paging.MaxLimit);
}

internal sealed class ListUserSessionsHandler(ISatcomDb db, TimeProvider time) : IRequestHandler<ListUserSessionsQuery, Result<Page<UserSessionDto>>>
{
    public async Task<Result<Page<UserSessionDto>>> Handle(ListUserSessionsQuery request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var sessions = db.Sessions.AsNoTracking().Where(s => s.UserId == request.UserId && s.EndedAt == null && s.ExpiresAt > now);
        if (request.Cursor is { } text)
        {
            if (!Cursor.TryParse(text, out var after))
            {
                return new CursorInvalid();
            }

            var (at, id) = (after.Instant, after.Id);
            sessions = sessions.Where(s => s.StartedAt <= at && (s.StartedAt < at || s.Id.CompareTo(id) < 0));
        }

        var page = await sessions
            .OrderByDescending(s => s.StartedAt).ThenByDescending(s => s.Id)
            .Take(request.Limit + 1)
            .Select(s => new UserSessionDto { Id = s.Id, DeviceName = s.DeviceName, Platform = s.Platform, StartedAt = s.StartedAt, LastUsedAt = s.LastUsedAt, ExpiresAt = s.ExpiresAt })
            .ToListAsync(cancellationToken);
        if (page.Count == 0 && !await db.Users.AnyAsync(u => u.Id == request.UserId, cancellationToken))
        {
            return new NotFound();
        }

        return Paging.ToPage(page, request.Limit, s => Cursor.Of(s.StartedAt, s.Id));
    }
}
