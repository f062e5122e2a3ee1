using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.Notifications;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.Tenancy;

namespace Satcom.Application.Identity;

/// <summary>A device that must be proved by a code that was sent to the person.</summary>
/// <param name="ChallengeId">Names the attempt; a secret of the device that began it.</param>
/// <param name="Channel">The way by which the code went.</param>
/// <param name="DestinationHint">Enough of the number or address to know it by.</param>
/// <param name="ExpiresAt">When the code ends.</param>
/// <param name="ResendAfter">Not before this moment can another be asked for.</param>
public sealed record DeviceChallengeDto(string ChallengeId, CodeChannel Channel, string DestinationHint, DateTimeOffset ExpiresAt, DateTimeOffset ResendAfter)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(DeviceChallengeDto);
}

/// <summary>Sends one-time codes and judges them.</summary>
internal sealed class DeviceChallenges(
    ISatcomDb db, RequestScope scope, ISignInSecrets secrets, ITenantDirectory tenants, Allowances allowances, IAttemptLimits limits, TextMessages texts, DeviceTrust trust, IMessenger messenger,
    IAuditTrail audit, TimeProvider time)
{
    private static readonly TimeSpan ResendPause = TimeSpan.FromSeconds(60);

    /// <summary>Begins an attempt and sends its code.</summary>
    /// <param name="knownBy">What the person knows the device by, if by anything.</param>
    public async Task<Result<DeviceChallengeDto>> OpenAsync(User user, DeviceInfo? device, byte[]? knownBy, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (channel, destination) = Destination(user, scope.Tenant.Settings.OtpChannel == OtpChannel.Mail ? CodeChannel.Mail : CodeChannel.Sms, now);
        if (await TakeOverAsync(user, device, knownBy, now, cancellationToken) is { } young)
        {
            return young;
        }

        if (await allowances.TakeAsync(Allowances.LiveCode, user.Id.ToString(), now, cancellationToken) is { } wait)
        {
            return await RefuseAsync("too_many_codes", wait, user.Id, cancellationToken);
        }

        if (await allowances.TakeAsync(Allowances.CodeSend, destination, now, cancellationToken) is { } pause)
        {
            return await RefuseAsync("too_many_codes", pause, user.Id, cancellationToken);
        }

        (channel, destination) = await WithinBudgetAsync(user, channel, destination, cancellationToken);
        var (text, hash) = secrets.Create(SecretKind.Challenge, user.TenantId);
        var challenge = new DeviceChallenge(
            user.TenantId, time.New(), user.Id, hash, channel, DeviceTrust.NameOf(device), DeviceTrust.PlatformOf(device), knownBy, now);
        db.DeviceChallenges.Add(challenge);
        Send(challenge, user, channel, destination, now);
        return new DeviceChallengeDto(text, channel, Hint(channel, destination), challenge.ExpiresAt, now + ResendPause);
    }

    /// <summary>
    /// The attempt whose code has just been sent, for a person who signs in once more before another may follow: the code that they
    /// have is good for it. Null where there is none.
    /// </summary>
    private async Task<DeviceChallengeDto?> TakeOverAsync(User user, DeviceInfo? device, byte[]? knownBy, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (began, ends) = (now - DeviceChallenge.Lifetime, now + DeviceChallenge.CodeLifetime - ResendPause);
        var challenge = await db.DeviceChallenges.Where(c => c.StartedAt > began && c.UserId == user.Id && c.SettledAt == null && c.ExpiresAt > ends)
            .OrderByDescending(c => c.ExpiresAt).FirstOrDefaultAsync(cancellationToken);
        if (challenge?.IsOpen(now) != true)
        {
            return null;
        }

        var (channel, destination) = Destination(user, challenge.Channel, now);
        if (channel != challenge.Channel)
        {
            return null;
        }

        var (text, hash) = secrets.Create(SecretKind.Challenge, user.TenantId);
        challenge.HandOver(hash, DeviceTrust.NameOf(device), DeviceTrust.PlatformOf(device), knownBy);
        return new DeviceChallengeDto(text, channel, Hint(channel, destination), challenge.ExpiresAt, challenge.SentAt() + ResendPause);
    }

    /// <summary>Puts a fresh code in the place of the last one.</summary>
    public async Task<Error?> ResendAsync(string challengeId, CancellationToken cancellationToken)
    {
        var found = await FindAsync(challengeId, cancellationToken);
        if (!found.TryGet(out var attempt, out var error))
        {
            return error;
        }

        var (challenge, user) = attempt;
        var now = time.GetUtcNow();
        if (!challenge.MayResend(now))
        {
            return await RefuseAsync("challenge_over", challenge.Id, new OtpExpired(), cancellationToken);
        }

        var (channel, destination) = Destination(user, challenge.Channel, now);
        if (await allowances.TakeAsync(Allowances.CodeSend, destination, now, cancellationToken) is { } pause)
        {
            return await RefuseAsync("too_many_codes", pause, user.Id, cancellationToken);
        }

        (channel, destination) = await WithinBudgetAsync(user, channel, destination, cancellationToken);
        Send(challenge, user, channel, destination, now);
        return null;
    }

    /// <summary>Judges a code; a right one starts the session.</summary>
    public async Task<Result<SessionStarted>> VerifyAsync(string challengeId, string code, bool isTrusted, CancellationToken cancellationToken)
    {
        if (scope.Attempt == 0 && await limits.ClaimAddressAsync(cancellationToken) is { } limited)
        {
            return limited;
        }

        var found = await FindAsync(challengeId, cancellationToken);
        if (!found.TryGet(out var attempt, out var error))
        {
            await CountMissAsync(cancellationToken);
            return error;
        }

        var (challenge, user) = attempt;
        var now = time.GetUtcNow();
        if (!challenge.IsOpen(now) || user.Status != UserStatus.Active)
        {
            await CountMissAsync(cancellationToken);
            return await RefuseAsync("code_over", challenge.Id, new OtpExpired(), cancellationToken);
        }

        if (await allowances.TakeAsync(Allowances.CodeTry, user.Id.ToString(), now, cancellationToken) is { } wait)
        {
            await CountMissAsync(cancellationToken);
            return await RefuseAsync("too_many_tries", wait, user.Id, cancellationToken);
        }

        // Each wrong code is a change of the challenge's row: of tries at the same time none goes uncounted.
        if (!CryptographicOperations.FixedTimeEquals(challenge.CodeHash, secrets.HashCode(challenge.TenantId, challenge.Id, code)))
        {
            challenge.Miss();
            await CountMissAsync(cancellationToken);
            scope.AuditReason = "code_wrong";
            return new OtpInvalid();
        }

        // What is right is no guess, so that whoever is asked at every sign-in does not use up their tries.
        allowances.GiveBack(Allowances.CodeTry, user.Id.ToString(), now);
        challenge.Settle(now);
        scope.Actor = new Actor { Kind = ActorKind.User, UserId = user.Id, DisplayName = user.DisplayName };
        return await trust.StartProvedAsync(user, challenge, isTrusted, now, cancellationToken);
    }

    private async Task<Result<(DeviceChallenge Challenge, User User)>> FindAsync(string challengeId, CancellationToken cancellationToken)
    {
        if (secrets.Read(SecretKind.Challenge, challengeId) is not var (tenantId, hash)
            || await tenants.FindAsync(tenantId, cancellationToken) is not { Status: TenantStatus.Active } tenant)
        {
            return new OtpExpired();
        }

        if (scope.NamesUnknownTenant || (scope.HasTenant && scope.Tenant.Id != tenant.Id))
        {
            return new TenantMismatch();
        }

        scope.Enter(tenant);
        if (await db.DeviceChallenges.SingleOrDefaultAsync(c => c.TokenHash == hash, cancellationToken) is not { } challenge)
        {
            return new OtpExpired();
        }

        return (challenge, await db.Users.SingleAsync(u => u.Id == challenge.UserId, cancellationToken));
    }

    /// <summary>A code that was tried wrongly is a failure of its address, once however often the handler runs.</summary>
    private Task CountMissAsync(CancellationToken cancellationToken) => scope.Attempt == 0 ? limits.AddressFailedAsync(cancellationToken) : Task.CompletedTask;

    private void Send(DeviceChallenge challenge, User user, CodeChannel channel, string destination, DateTimeOffset now)
    {
        var code = secrets.CreateCode();
        challenge.Send(secrets.HashCode(challenge.TenantId, challenge.Id, code), now);
        var content = new DeviceCode(code, (int)DeviceChallenge.CodeLifetime.TotalMinutes);
        if (channel == CodeChannel.Sms)
        {
            messenger.Sms(destination, content);
        }
        else
        {
            messenger.Mail(destination, user.DisplayName, content);
        }
    }

    /// <summary>The channel that is asked for; mail for those without a number that codes may go to.</summary>
    private (CodeChannel Channel, string Destination) Destination(User user, CodeChannel channel, DateTimeOffset now) =>
        channel == CodeChannel.Sms && user.CodePhone(now) is { } phone && texts.MaySendTo(phone) ? (CodeChannel.Sms, phone) : (CodeChannel.Mail, user.Email);

    private async Task<(CodeChannel Channel, string Destination)> WithinBudgetAsync(User user, CodeChannel channel, string destination, CancellationToken cancellationToken) =>
        channel == CodeChannel.Mail || await texts.TakeAsync(destination, cancellationToken) ? (channel, destination) : (CodeChannel.Mail, user.Email);

    public static string Hint(CodeChannel channel, string destination) => channel == CodeChannel.Sms
        ? $"{new string('•', destination.Length - 3)}{destination[^3..]}"
        : $"{destination[0]}•••{destination[Math.Max(1, destination.IndexOf('@', StringComparison.Ordinal))..]}";

    private async Task<RateLimited> RefuseAsync(string reason, int waitSeconds, Guid userId, CancellationToken cancellationToken)
    {
        scope.AuditReason = reason;
        await audit.RecordAsync("auth.codeRefused", "user", userId, cancellationToken);
        return new RateLimited(waitSeconds);
    }

    private async Task<Error> RefuseAsync(string reason, Guid challengeId, Error error, CancellationToken cancellationToken)
    {
        scope.AuditReason = reason;
        await audit.RecordAsync("auth.codeRefused", "deviceChallenge", challengeId, cancellationToken);
        return error;
    }
}
