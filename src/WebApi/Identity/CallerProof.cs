using Satcom.Infrastructure.Identity;

namespace Satcom.WebApi.Identity;

/// <summary>What a caller proved themselves with, to be judged once more by whoever serves them for longer than one answer.</summary>
internal sealed class CallerProof(Callers callers, string token)
{
    /// <summary>True while session, account and tenant let the token work.</summary>
    public async ValueTask<bool> StillHoldsAsync(CancellationToken cancellationToken) => await callers.FindAsync(token, cancellationToken) is not null;
}
