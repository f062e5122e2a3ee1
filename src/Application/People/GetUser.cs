using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.People;

/// <summary>One account with its employee.</summary>
[Requires(Permissions.UsersRead)]
[Fails<NotFound>]
public sealed record GetUserQuery(Guid Id) : IQuery<UserDto>;

internal sealed class GetUserHandler(ISatcomDb db, Locks locks) : IRequestHandler<GetUserQuery, Result<UserDto>>
{
    public async Task<Result<UserDto>> Handle(GetUserQuery request, CancellationToken cancellationToken) =>
        await UserDto.Of(db, db.Users.AsNoTracking().Where(u => u.Id == request.Id)).SingleOrDefaultAsync(cancellationToken) is { } user
            ? await locks.TellAsync(user, cancellationToken)
            : new NotFound();
}
