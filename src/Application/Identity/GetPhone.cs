using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Identity;

/// <summary>The caller's number, and whether a change of it is held.</summary>
[SignedIn]
[Fails<NotFound>]
public sealed record GetPhoneQuery : IQuery<PhoneDto>;

internal sealed class GetPhoneHandler(ISatcomDb db, RequestScope scope, TimeProvider time) : IRequestHandler<GetPhoneQuery, Result<PhoneDto>>
{
    public async Task<Result<PhoneDto>> Handle(GetPhoneQuery request, CancellationToken cancellationToken)
    {
        var me = scope.Actor.UserId;
        return await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == me, cancellationToken) is { } user ? PhoneDto.Of(user, time.GetUtcNow()) : new NotFound();
    }
}
