using MediatR;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Identity.Provider;

/// <summary>Ends a client for good. Its client_id is never given again, and the audit keeps what it was.</summary>
[Requires(Permissions.OAuthClientsManage)]
[AuditAction("oauth.deleteClient")]
[Fails<NotFound>]
[Fails<VersionMismatch>]
public sealed record DeleteOAuthClientCommand(Guid Id) : IPlainCommand;

internal sealed class DeleteOAuthClientHandler(ISatcomDb db, RequestScope scope, TimeProvider time) : IRequestHandler<DeleteOAuthClientCommand, Result>
{
    public async Task<Result> Handle(DeleteOAuthClientCommand request, CancellationToken cancellationToken)
    {
        var (client, secrets, refusal) = await OAuthClientLoad.ForChangeAsync(db, scope, time, request.Id, cancellationToken);
        if (client is null)
        {
            return refusal!;
        }

        client.Delete(time.GetUtcNow());
        db.OAuthClientSecrets.RemoveRange(secrets);
        return Result.Success;
    }
}
