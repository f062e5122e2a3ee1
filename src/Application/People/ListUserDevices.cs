using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.Identity;
using Satcom.Domain.Common;

namespace Satcom.Application.People;

/// <summary>The devices that a person signs in on without a code, the one used last first.</summary>
[Requires(Permissions.UsersRead)]
[Fails<NotFound>]
public sealed record ListUserDevicesQuery(Guid UserId, int Limit = Paging.DefaultLimit, string? Cursor = null) : IQuery<Page<TrustedDeviceDto>>, IPagedQuery;

internal sealed class ListUserDevicesValidator : AbstractValidator<ListUserDevicesQuery>
{
    public ListUserDevicesValidator() => RuleFor(q => q.Limit).InclusiveBetween(1, Paging.MaxLimit);
}

internal sealed class ListUserDevicesHandler(ISatcomDb db, TimeProvider time) : IRequestHandler<ListUserDevicesQuery, Result<Page<TrustedDeviceDto>>>
{
    public async Task<Result<Page<TrustedDeviceDto>>> Handle(ListUserDevicesQuery request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var devices = db.TrustedDevices.AsNoTracking().Where(d => d.UserId == request.UserId && d.RevokedAt == null && d.ExpiresAt > now);
        if (request.Cursor is { } text)
        {
            if (!Cursor.TryParse(text, out var after))
            {
                return new CursorInvalid();
            }

            var (at, id) = (after.Instant, after.Id);
            devices = devices.Where(d => d.LastUsedAt <= at && (d.LastUsedAt < at || d.Id.CompareTo(id) < 0));
        }

        var page = await devices
            .OrderByDescending(d => d.LastUsedAt).ThenByDescending(d => d.Id)
            .Take(request.Limit + 1)
            .Select(TrustedDeviceDto.Projection)
            .ToListAsync(cancellationToken);
        if (page.Count == 0 && !await db.Users.AnyAsync(u => u.Id == request.UserId, cancellationToken))
        {
            return new NotFound();
        }

        return Paging.ToPage(page, request.Limit, d => Cursor.Of(d.LastUsedAt, d.Id));
    }
}
