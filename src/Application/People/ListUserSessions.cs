using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.Identity;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;

namespace Satcom.Application.People;

/// <summary>A person's live sessions, newest first.</summary>
[Requires(Permissions.UsersRead)]
[Fails<NotFound>]
public sealed record ListUserSessionsQuery(Guid UserId, int Limit = Paging.DefaultLimit, string? Cursor = null) : IQuery<Page<SignedInSessionDto>>, IPagedQuery;

internal sealed class ListUserSessionsValidator : AbstractValidator<ListUserSessionsQuery>
{
    public ListUserSessionsValidator() => RuleFor(q => q.Limit).InclusiveBetween(1, Paging.MaxLimit);
}

internal sealed class ListUserSessionsHandler(ISatcomDb db, RequestScope scope, TimeProvider time) : IRequestHandler<ListUserSessionsQuery, Result<Page<SignedInSessionDto>>>
{
    public async Task<Result<Page<SignedInSessionDto>>> Handle(ListUserSessionsQuery request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var unused = now - Session.SlidingLifetime;
        var sessions = db.Sessions.AsNoTracking().Where(s => s.UserId == request.UserId && s.EndedAt == null && s.ExpiresAt > now && s.LastUsedAt > unused);
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
            .Select(SignedInSessionDto.Projection(scope.Actor.SessionId))
            .ToListAsync(cancellationToken);
        if (page.Count == 0 && !await db.Users.AnyAsync(u => u.Id == request.UserId, cancellationToken))
        {
            return new NotFound();
        }

        return Paging.ToPage(page, request.Limit, s => Cursor.Of(s.StartedAt, s.Id));
    }
}
