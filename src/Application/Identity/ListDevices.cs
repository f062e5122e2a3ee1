using System.Linq.Expressions;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;

namespace Satcom.Application.Identity;

/// <summary>The caller's trusted devices, the one used last first.</summary>
[SignedIn]
public sealed record ListDevicesQuery : IQuery<Page<TrustedDeviceDto>>, IPagedQuery
{
    /// <inheritdoc/>
    public int Limit { get; init; } = Paging.DefaultLimit;

    /// <inheritdoc/>
    public string? Cursor { get; init; }
}

/// <summary>A device that needs no code.</summary>
/// <param name="Id">The device's id.</param>
/// <param name="Name">What the person calls it.</param>
/// <param name="Platform">ios, android, web and so on.</param>
/// <param name="TrustedAt">When it was proved.</param>
/// <param name="LastUsedAt">When somebody last signed in on it.</param>
/// <param name="ExpiresAt">When the trust ends, unless the device is used.</param>
public sealed record TrustedDeviceDto(Guid Id, string Name, string Platform, DateTimeOffset TrustedAt, DateTimeOffset LastUsedAt, DateTimeOffset ExpiresAt)
{
    internal static readonly Expression<Func<TrustedDevice, TrustedDeviceDto>> Projection =
        d => new TrustedDeviceDto(d.Id, d.Name, d.Platform, d.TrustedAt, d.LastUsedAt, d.ExpiresAt);
}

internal sealed class ListDevicesValidator : AbstractValidator<ListDevicesQuery>
{
    public ListDevicesValidator() => RuleFor(q => q.Limit).InclusiveBetween(1, Paging.MaxLimit);
}

internal sealed class ListDevicesHandler(ISatcomDb db, RequestScope scope, TimeProvider time) : IRequestHandler<ListDevicesQuery, Result<Page<TrustedDeviceDto>>>
{
    public async Task<Result<Page<TrustedDeviceDto>>> Handle(ListDevicesQuery request, CancellationToken cancellationToken)
    {
        var (me, now) = (scope.Actor.UserId, time.GetUtcNow());
        var rows = db.TrustedDevices.AsNoTracking().Where(d => d.UserId == me && d.RevokedAt == null && d.ExpiresAt > now);
        if (request.Cursor is { } text)
        {
            if (!Cursor.TryParse(text, out var after))
            {
                return new CursorInvalid();
            }

            var (at, id) = (after.Instant, after.Id);
            rows = rows.Where(d => d.LastUsedAt <= at && (d.LastUsedAt < at || d.Id.CompareTo(id) < 0));
        }

        var page = await rows
            .OrderByDescending(d => d.LastUsedAt).ThenByDescending(d => d.Id)
            .Take(request.Limit + 1)
            .Select(TrustedDeviceDto.Projection)
            .ToListAsync(cancellationToken);
        return Paging.ToPage(page, request.Limit, d => Cursor.Of(d.LastUsedAt, d.Id));
    }
}
