using Satcom.Application.Common;

namespace Satcom.Application.Identity;

/// <summary>
/// Counts attempts to prove who one is, over all nodes and restarts. An attempt on an account is claimed before the proof is looked
/// at, so that parallel attempts cannot outrun the limit; a proof that was right gives its claim back. A network address is judged by
/// its failures alone: many people sign in at once behind one address, and none of them must wait for the others.
/// </summary>
public interface IAttemptLimits
{
    /// <summary>Asks whether the caller's network address may try; ask this first.</summary>
    /// <returns>Null when it may go on; else what to answer, because an address may be told that it is limited.</returns>
    Task<RateLimited?> ClaimAddressAsync(CancellationToken cancellationToken);

    /// <summary>Claims an attempt on an account.</summary>
    /// <returns>False when the account takes none just now from such a device; the caller must not be told.</returns>
    Task<bool> ClaimAccountAsync(AttemptSubject subject, CancellationToken cancellationToken);

    /// <summary>Notes an attempt whose claim was not granted: a failure of the address and the tenant, but none of the account.</summary>
    Task RefusedAsync(AttemptSubject subject, CancellationToken cancellationToken);

    /// <summary>Notes that the claimed attempt failed: the next one has to wait longer.</summary>
    Task FailedAsync(AttemptSubject subject, CancellationToken cancellationToken);

    /// <summary>Notes that something other than a password was tried wrongly from the caller's network address.</summary>
    Task AddressFailedAsync(CancellationToken cancellationToken);

    /// <summary>Gives the claim back and forgets the device's failures.</summary>
    Task<AttemptHistory> SucceededAsync(AttemptSubject subject, CancellationToken cancellationToken);

    /// <summary>Gives the claim of an attempt back that was never judged.</summary>
    Task WithdrawAsync(AttemptSubject subject, CancellationToken cancellationToken);

    /// <summary>Forgets every failure on an account, because an administrator vouches for the person.</summary>
    /// <param name="subject">The account.</param>
    /// <param name="knownDevices">The devices that the account has proved, and whatever else it is counted by.</param>
    Task ForgetAsync(AttemptSubject subject, IReadOnlyCollection<string> knownDevices, CancellationToken cancellationToken);

    /// <summary>Until when accounts take no attempt from some device, whether strange or known.</summary>
    /// <returns>By the user's id; an account that takes attempts from every device is left out.</returns>
    Task<IReadOnlyDictionary<Guid, DateTimeOffset>> FindLocksAsync(IReadOnlyCollection<AttemptAccount> accounts, CancellationToken cancellationToken);

    /// <summary>Takes one of a quota, at once and for good: what is rolled back afterwards has still been counted.</summary>
    /// <param name="quota">The rule.</param>
    /// <param name="subject">Whom it is counted for; only a keyed hash is kept.</param>
    /// <returns>Null when one was left; else when there will be one.</returns>
    Task<RateLimited?> TakeAsync(Quota quota, string subject, CancellationToken cancellationToken);

    /// <summary>Gives one of a quota back, because what it was taken for was right.</summary>
    Task GiveBackAsync(Quota quota, string subject, CancellationToken cancellationToken);

    /// <summary>Gives subjects the whole of a quota back.</summary>
    Task ForgetAsync(Quota quota, IReadOnlyCollection<string> subjects, CancellationToken cancellationToken);
}

/// <summary>The account that an attempt is on, whether or not it exists.</summary>
/// <param name="TenantId">Null where the tenant is not known.</param>
/// <param name="Account">The normalized address as it was typed.</param>
/// <param name="KnownDevice">Names a device that the account has proved before; null for any other. Known devices are counted by themselves.</param>
public sealed record AttemptSubject(Guid? TenantId, string Account, string? KnownDevice)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(AttemptSubject);
}

/// <summary>An account that exists, with the devices that it is counted by.</summary>
/// <param name="UserId">Whose it is.</param>
/// <param name="Subject">The account, from strange devices.</param>
/// <param name="KnownDevices">The devices that it has proved.</param>
public sealed record AttemptAccount(Guid UserId, AttemptSubject Subject, IReadOnlyCollection<string> KnownDevices);

/// <summary>What came before a right proof.</summary>
/// <param name="FailuresBefore">Failures in a row from such devices.</param>
/// <param name="WantsMoreProof">The tenant is under attack: a strange device should prove more than the password, whatever the tenant's settings.</param>
public sealed record AttemptHistory(int FailuresBefore, bool WantsMoreProof);

/// <summary>So many in a sliding window.</summary>
/// <param name="Name">camelCase; quotas of one name count together.</param>
public sealed record Quota(string Name, int Limit, TimeSpan Window);
