using MediatR;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Identity.Provider;

/// <summary>Refuses a client at every endpoint at once; its tokens are worth nothing within seconds.</summary>
[Requires(Permissions.OAuthClientsManage)]
[AuditAction("oauth.disableClient")]
[Fails<NotFound>]
[Fails<VersionMismatch>]
public sealed record DisableOAuthClientCommand(Guid Id) : ICommand<OAuthClientDto>;

internal sealed class DisableOAuthClientHandler(ISatcomDb db, RequestScope scope, TimeProvider time) : IRequestHandler<DisableOAuthClientCommand, Result<OAuthClientDto>>
{
    public async Task<Result<OAuthClientDto>> Handle(DisableOAuthClientCommand request, CancellationToken cancellationToken)
    {
        var (client, secrets, refusal) = await OAuthClientLoad.ForChangeAsync(db, scope, time, request.Id, cancellationToken);
        if (client is null)
        {
            return refusal!;
        }

        var wasDisabled = client.DisabledAt is not null;
        client.Disable(time.GetUtcNow());
        return OAuthClientDto.Of(client, secrets) with { Version = wasDisabled ? client.Version : 0 };
    }
}
