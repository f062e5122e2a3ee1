using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Identity.Provider;

namespace Satcom.Application.Identity.Provider;

/// <summary>Makes the row of the tenant's console, where there is none.</summary>
[SystemOnly]
[AuditAction("oauth.addConsole")]
[Fails<IdConflict>]
public sealed record AddConsoleClientCommand : IPlainCommand;

internal sealed class AddConsoleClientHandler(ISatcomDb db, RequestScope scope, IConsoleAddresses addresses, TimeProvider time) : IRequestHandler<AddConsoleClientCommand, Result>
{
    private const string Name = "Satcom console";

    public async Task<Result> Handle(AddConsoleClientCommand request, CancellationToken cancellationToken)
    {
        if (!await db.OAuthClients.AnyAsync(c => c.ClientId == OAuthClient.ConsoleId, cancellationToken))
        {
            var client = new OAuthClient(scope.Tenant.Id, time.New(), OAuthClient.ConsoleId, Name, OAuthClientKind.Public, isNative: false, time.GetUtcNow());
            client.Allow([OAuthGrantTypes.AuthorizationCode], [ProviderScopes.Everything], [], servesResource: null);
            client.Redirect(addresses.RedirectUris(scope.Tenant.Slug), []);
            client.AskConsent(required: false);
            db.OAuthClients.Add(client);
        }

        return Result.Success;
    }
}

internal sealed class OAuthClientConstraints : IConstraintErrorSource
{
    public IEnumerable<ConstraintError> Errors => [new("pk_oauth_clients", new IdConflict()), new("ix_oauth_clients_tenant_id_client_id", new IdConflict())];
}
