using FluentValidation;
using MediatR;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.Identity.Provider;

namespace Satcom.Application.Identity.Provider;

/// <summary>Gives a client a new secret, shown this once. The old one works on for a while; of an earlier change nothing stays.</summary>
/// <param name="GraceSeconds">Seconds that the old secret still works; 0 to 30 days, a day unless it is given.</param>
[Requires(Permissions.OAuthClientsManage)]
[NoReplay]
[AuditAction("oauth.rotateClientSecret")]
[Fails<NotFound>]
[Fails<OAuthClientHasNoSecret>]
[Fails<VersionMismatch>]
[Fails<ReauthenticationRequired>]
public sealed record RotateOAuthClientSecretCommand(Guid Id, int? GraceSeconds) : ICommand<OAuthClientWithSecretDto>
{
    public const int DefaultGraceSeconds = 86_400;
    public const int MaxGraceSeconds = 30 * 86_400;
}

internal sealed class RotateOAuthClientSecretValidator : AbstractValidator<RotateOAuthClientSecretCommand>
{
    public RotateOAuthClientSecretValidator() => RuleFor(c => c.GraceSeconds).InclusiveBetween(0, RotateOAuthClientSecretCommand.MaxGraceSeconds);
}

internal sealed class RotateOAuthClientSecretHandler(
    ISatcomDb db, RequestScope scope, FreshProof proof, ISignInSecrets secrets, Administrators administrators, TimeProvider time)
    : IRequestHandler<RotateOAuthClientSecretCommand, Result<OAuthClientWithSecretDto>>
{
    public async Task<Result<OAuthClientWithSecretDto>> Handle(RotateOAuthClientSecretCommand request, CancellationToken cancellationToken)
    {
        if (await proof.JudgeAsync(cancellationToken) is { } stale)
        {
            return stale;
        }

        var (client, live, refusal) = await OAuthClientLoad.ForChangeAsync(db, scope, time, request.Id, cancellationToken);
        if (client is null)
        {
            return refusal!;
        }

        if (OAuthClientLoad.IsBeyond(client, scope.Actor))
        {
            return new Forbidden();
        }

        if (client.Kind == OAuthClientKind.Public || client.Keys.Count > 0)
        {
            return new OAuthClientHasNoSecret();
        }

        var now = time.GetStoredNow();
        for (var i = 0; i < live.Count; i++)
        {
            // The newest stays for the grace; any older one is a remnant of the change before.
            live[i].ExpireAt(i == live.Count - 1 ? now.AddSeconds(request.GraceSeconds ?? RotateOAuthClientSecretCommand.DefaultGraceSeconds) : now);
        }

        var (secret, hash) = secrets.Create(SecretKind.ClientSecret, client.TenantId);
        var row = new OAuthClientSecret(client.TenantId, time.New(), client.Id, hash, now);
        db.OAuthClientSecrets.Add(row);

        // The client's version stands for its secrets too: of two rotations at once one runs again and sees the other's.
        client.ChangeSecrets(now);
        await administrators.TellAsync(new ClientSecretChangedNotice(client.Name, now), cancellationToken);
        return new OAuthClientWithSecretDto(OAuthClientDto.Of(client, [.. live.Where(s => s.ExpiresAt > now), row]), secret);
    }
}
