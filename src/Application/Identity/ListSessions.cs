using System.Linq.Expressions;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;

namespace Satcom.Application.Identity;

/// <summary>The caller's sessions that are alive, newest first.</summary>
[SignedIn]
public sealed record ListSessionsQuery : IQuery<Page<SignedInSessionDto>>, IPagedQuery
{
    /// <inheritdoc/>
    public int Limit { get; init; } = Paging.DefaultLimit;

    /// <inheritdoc/>
    public string? Cursor { get; init; }
}

/// <summary>One sign-in on one device.</summary>
/// <param name="Id">The session's id.</param>
/// <param name="DeviceName">What the person calls the device.</param>
/// <param name="Platform">ios, android, web and so on.</param>
/// <param name="DeviceId">The trusted device that it was started on; null where the device is not trusted.</param>
/// <param name="StartedAt">When it was signed in.</param>
/// <param name="LastUsedAt">When its tokens were last renewed.</param>
/// <param name="ExpiresAt">When it ends at the latest.</param>
/// <param name="IsCurrent">True for the one that asks.</param>
public sealed record SignedInSessionDto(
    Guid Id, string DeviceName, string Platform, Guid? DeviceId, DateTimeOffset StartedAt, DateTimeOffset LastUsedAt, DateTimeOffset ExpiresAt, bool IsCurrent)
{
    internal static Expression<Func<Session, SignedInSessionDto>> Projection(Guid current) =>
        s => new SignedInSessionDto(s.Id, s.DeviceName, s.Platform, s.DeviceId, s.StartedAt, s.LastUsedAt, s.ExpiresAt, s.Id == current);
}

internal sealed class ListSessionsValidator : AbstractValidator<ListSessionsQuery>
{
    public ListSessionsValidator() => RuleFor(q => q.Limit).InclusiveBetween(1, Paging.MaxLimit);
}

internal sealed class ListSessionsHandler(ISatcomDb db, RequestScope scope, TimeProvider time) : IRequestHandler<ListSessionsQuery, Result<Page<SignedInSessionDto>>>
{
    public async Task<Result<Page<SignedInSessionDto>>> Handle(ListSessionsQuery request, CancellationToken cancellationToken)
    {
        var (me, now) = (scope.Actor.UserId, time.GetUtcNow());
        var unused = now - Session.SlidingLifetime;
        var rows = db.Sessions.AsNoTracking().Where(s => s.UserId == me && s.EndedAt == null && s.ExpiresAt > now && s.LastUsedAt > unused);
        if (request.Cursor is { } text)
        {
            if (!Cursor.TryParse(text, out var after))
            {
                return new CursorInvalid();
            }

            var (at, id) = (after.Instant, after.Id);
            rows = rows.Where(s => s.StartedAt <= at && (s.StartedAt < at || s.Id.CompareTo(id) < 0));
        }

        var page = await rows
            .OrderByDescending(s => s.StartedAt).ThenByDescending(s => s.Id)
            .Take(request.Limit + 1)
            .Select(SignedInSessionDto.Projection(scope.Actor.SessionId))
            .ToListAsync(cancellationToken);
        return Paging.ToPage(page, request.Limit, s => Cursor.Of(s.StartedAt, s.Id));
    }
}
