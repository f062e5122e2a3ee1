using MediatR;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;

namespace Satcom.Application.Identity.Provider;

/// <summary>Lets a disabled client work again. One that an operator trusts only an operator enables.</summary>
[Requires(Permissions.OAuthClientsManage)]
[AuditAction("oauth.enableClient")]
[Fails<NotFound>]
[Fails<VersionMismatch>]
[Fails<ReauthenticationRequired>]
public sealed record EnableOAuthClientCommand(Guid Id) : ICommand<OAuthClientDto>;

internal sealed class EnableOAuthClientHandler(ISatcomDb db, RequestScope scope, FreshProof proof, TimeProvider time) : IRequestHandler<EnableOAuthClientCommand, Result<OAuthClientDto>>
{
    public async Task<Result<OAuthClientDto>> Handle(EnableOAuthClientCommand request, CancellationToken cancellationToken)
    {
        if (await proof.JudgeAsync(cancellationToken) is { } stale)
        {
            return stale;
        }

        var (client, secrets, refusal) = await OAuthClientLoad.ForChangeAsync(db, scope, time, request.Id, cancellationToken);
        if (client is null)
        {
            return refusal!;
        }

        if (OAuthClientLoad.IsBeyond(client, scope.Actor))
        {
            return new Forbidden();
        }

        var wasDisabled = client.DisabledAt is not null;
        client.Enable();
        return OAuthClientDto.Of(client, secrets) with { Version = wasDisabled ? 0 : client.Version };
    }
}
