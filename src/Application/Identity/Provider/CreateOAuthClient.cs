using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.Identity.Provider;

namespace Satcom.Application.Identity.Provider;

/// <summary>Registers an integrator's program. Its secret, unless it is public or has keys, is in this answer and never again.</summary>
/// <param name="Name">What people are shown when it asks for consent.</param>
/// <param name="Grants">authorization_code, client_credentials, refresh_token or urn:ietf:params:oauth:grant-type:device_code.</param>
/// <param name="Scopes">The most that it can be granted: openid, profile, email, offline_access, or names of permissions.</param>
/// <param name="RedirectUris">Where people may be sent back to, compared character by character; at most 20.</param>
/// <param name="PostLogoutRedirectUris">Where people may be sent after a sign-out; at most 20.</param>
/// <param name="Resources">Absolute URIs of resources beside the API that it may ask tokens for.</param>
/// <param name="ServesResource">The resource that it is itself, whose tokens it may introspect.</param>
/// <param name="Keys">The public keys that a confidential program proves itself by, instead of a secret; at most 5.</param>
/// <param name="RequiresConsent">False for programs that an operator trusts; only operators may say so.</param>
/// <param name="Kind">confidential for programs on a server, public for those in a browser or on a device.</param>
/// <param name="IsNative">It runs on a device.</param>
/// <param name="Id">The client's own id for the program: sent again with the same content, it creates nothing; a secret is not shown again.</param>
[Requires(Permissions.OAuthClientsManage)]
[NoReplay]
[AuditAction("oauth.createClient")]
[Fails<ReauthenticationRequired>]
[Fails<IdConflict>]
public sealed record CreateOAuthClientCommand(
    string Name,
    OAuthClientKind Kind,
    bool? IsNative,
    IReadOnlyList<string> Grants,
    IReadOnlyList<string> Scopes,
    IReadOnlyList<string>? RedirectUris = null,
    IReadOnlyList<string>? PostLogoutRedirectUris = null,
    IReadOnlyList<string>? Resources = null,
    string? ServesResource = null,
    IReadOnlyList<ClientKey>? Keys = null,
    bool? RequiresConsent = null,
    Guid? Id = null) : ICommand<OAuthClientWithSecretDto>, IOAuthClientFields;

internal sealed class CreateOAuthClientValidator : AbstractValidator<CreateOAuthClientCommand>
{
    public CreateOAuthClientValidator()
    {
        RuleFor(c => c.Id).NotEqual(Guid.Empty).WithErrorCode("invalid_format").WithDetail("uuid");
        RuleFor(c => c.Name).NotEmpty();
        RuleFor(c => c.Kind).IsInEnum();
        RuleFor(c => c.Grants).NotEmpty();
        RuleFor(c => c.Scopes).NotNull();
        this.AddFieldRules();
    }
}

internal sealed class CreateOAuthClientHandler(ISatcomDb db, RequestScope scope, FreshProof proof, IClientAssertions assertions, ISignInSecrets secrets, TimeProvider time)
    : IRequestHandler<CreateOAuthClientCommand, Result<OAuthClientWithSecretDto>>
{
    public async Task<Result<OAuthClientWithSecretDto>> Handle(CreateOAuthClientCommand request, CancellationToken cancellationToken) =>
        await proof.JudgeAsync(cancellationToken) is { } stale ? stale : await CreateAsync(request, cancellationToken);

    private async Task<Result<OAuthClientWithSecretDto>> CreateAsync(CreateOAuthClientCommand request, CancellationToken cancellationToken)
    {
        var (now, id) = (time.GetStoredNow(), request.Id ?? time.New());
        var client = new OAuthClient(scope.Tenant.Id, id, id.ToString("N"), request.Name.Trim(), request.Kind, request.IsNative ?? false, now);
        if (request.Apply(client, scope.Actor, assertions) is { } error)
        {
            return error;
        }

        // The key has refused the id before: it is seen whether it is this very client that has it.
        if (scope.Attempt > 0 && await db.OAuthClients.AsNoTracking().Where(c => c.Id == id).Select(OAuthClientDto.Projection(db, now)).SingleOrDefaultAsync(cancellationToken) is { } known)
        {
            return !known.IsDisabled && known.IsLike(client) ? new OAuthClientWithSecretDto(known, ClientSecret: null) : new IdConflict();
        }

        db.OAuthClients.Add(client);
        if (client.Kind == OAuthClientKind.Public || client.Keys.Count > 0)
        {
            return new OAuthClientWithSecretDto(OAuthClientDto.Of(client, []), ClientSecret: null);
        }

        var (secret, hash) = secrets.Create(SecretKind.ClientSecret, client.TenantId);
        var row = new OAuthClientSecret(client.TenantId, time.New(), id, hash, now);
        db.OAuthClientSecrets.Add(row);
        return new OAuthClientWithSecretDto(OAuthClientDto.Of(client, [row]), secret);
    }
}
