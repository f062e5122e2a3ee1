using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Identity.Provider;

namespace Satcom.Application.Identity.Provider;

/// <summary>The console's client. Nobody registers it: its row, which grants and codes refer to, is made when it is first asked for.</summary>
internal sealed class ConsoleClient(ISatcomDb db, RequestScope scope, ITenantRunner runner, IConsoleAddresses addresses)
{
    /// <summary>The tenant's console, where an operator has not disabled it.</summary>
    public async Task<OAuthClient?> FindAsync(CancellationToken cancellationToken)
    {
        if (await LoadAsync(cancellationToken) is not { } client)
        {
            // Of several at once all but one are refused, and find that one's row.
            await runner.SendAsync(scope.Tenant, new AddConsoleClientCommand(), cancellationToken);
            client = await LoadAsync(cancellationToken);
        }

        // Where it is reached is a matter of settings, which may be others than when the row was made.
        client?.Redirect(addresses.RedirectUris(scope.Tenant.Slug), []);
        return client?.DisabledAt is null ? client : null;
    }

    private Task<OAuthClient?> LoadAsync(CancellationToken cancellationToken) =>
        db.OAuthClients.AsNoTracking().SingleOrDefaultAsync(c => c.ClientId == OAuthClient.ConsoleId, cancellationToken);
}
