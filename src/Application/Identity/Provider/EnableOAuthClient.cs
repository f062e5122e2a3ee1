using MediatR;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;

namespace Satcom.Application.Identity.Provider;

/// <summary>Lets a disabled client work again.</summary>
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
        client?.Enable();
        return client is null ? refusal! : OAuthClientDto.Of(client, secrets);
    }
}
