using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Identity.Provider;

namespace Satcom.Application.Identity.Provider;

/// <summary>One client.</summary>
[Requires(Permissions.OAuthClientsManage)]
[Fails<NotFound>]
public sealed record GetOAuthClientQuery(Guid Id) : IQuery<OAuthClientDto>;

internal sealed class GetOAuthClientHandler(ISatcomDb db, TimeProvider time) : IRequestHandler<GetOAuthClientQuery, Result<OAuthClientDto>>
{
    public async Task<Result<OAuthClientDto>> Handle(GetOAuthClientQuery request, CancellationToken cancellationToken) =>
        await db.OAuthClients.AsNoTracking().Where(c => c.Id == request.Id && c.DeletedAt == null && c.ClientId != OAuthClient.ConsoleId)
            .Select(OAuthClientDto.Projection(db, time.GetUtcNow())).SingleOrDefaultAsync(cancellationToken) is { } client
            ? client
            : new NotFound();
}
