using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.Identity.Provider;

namespace Satcom.Application.Identity.Provider;

/// <summary>Changes what is given of a client and leaves the rest.</summary>
[Requires(Permissions.OAuthClientsManage)]
[AuditAction("oauth.updateClient")]
[Fails<NotFound>]
[Fails<VersionMismatch>]
[Fails<ReauthenticationRequired>]
public sealed record UpdateOAuthClientCommand(Guid Id) : ICommand<OAuthClientDto>, IOAuthClientFields
{
    public string? Name { get; init; }

    public IReadOnlyList<string>? Grants { get; init; }

    public IReadOnlyList<string>? Scopes { get; init; }

    public IReadOnlyList<string>? RedirectUris { get; init; }

    public IReadOnlyList<string>? PostLogoutRedirectUris { get; init; }

    public IReadOnlyList<string>? Resources { get; init; }

    public string? ServesResource { get; init; }

    public IReadOnlyList<Domain.Identity.Provider.ClientKey>? Keys { get; init; }

    public bool? RequiresConsent { get; init; }
}

internal sealed class UpdateOAuthClientValidator : AbstractValidator<UpdateOAuthClientCommand>
{
    public UpdateOAuthClientValidator() => this.AddFieldRules();
}

internal sealed class UpdateOAuthClientHandler(ISatcomDb db, RequestScope scope, FreshProof proof, IClientAssertions assertions, Administrators administrators, TimeProvider time)
    : IRequestHandler<UpdateOAuthClientCommand, Result<OAuthClientDto>>
{
    public async Task<Result<OAuthClientDto>> Handle(UpdateOAuthClientCommand request, CancellationToken cancellationToken)
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

        // What it is counts, not what it would become: else trust would be changed away first, and the client taken over with the next request.
        if (OAuthClientLoad.IsBeyond(client, scope.Actor))
        {
            return new Forbidden();
        }

        var (now, before) = (time.GetStoredNow(), OAuthClientDto.Of(client, secrets));
        if (request.Apply(client, scope.Actor, assertions) is { } error)
        {
            return error;
        }

        var losesSecrets = client.Keys.Count > 0 && secrets.Count > 0;
        if (losesSecrets)
        {
            // Whoever proves themselves by keys has no secret that could be stolen.
            db.OAuthClientSecrets.RemoveRange(secrets);
            secrets.Clear();
            client.ChangeSecrets(now);
        }

        if (losesSecrets || !before.Keys.SequenceEqual(client.Keys))
        {
            await administrators.TellAsync(new ClientSecretChangedNotice(client.Name, now), cancellationToken);
        }

        return OAuthClientDto.Of(client, secrets) with { Version = losesSecrets || !before.IsLike(client) ? 0 : client.Version };
    }
}

/// <summary>Loads a client that is about to be changed.</summary>
internal static class OAuthClientLoad
{
    /// <summary>True when the client is trusted and the actor may not call one so: what wakes it up or shows its secret is for operators too.</summary>
    public static bool IsBeyond(OAuthClient client, Actor actor) =>
        (!client.RequiresConsent || client.Scopes.Contains(ProviderScopes.Everything, StringComparer.Ordinal)) && !actor.May(Permissions.OAuthClientsTrust);

    /// <summary>The client with its live secrets, tracked; or why it may not be changed.</summary>
    public static async Task<(OAuthClient? Client, List<OAuthClientSecret> Secrets, Error? Refusal)> ForChangeAsync(
        ISatcomDb db, RequestScope scope, TimeProvider time, Guid id, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (await db.OAuthClients.SingleOrDefaultAsync(c => c.Id == id && c.DeletedAt == null && c.ClientId != OAuthClient.ConsoleId, cancellationToken) is not { } client)
        {
            return (null, [], new NotFound());
        }

        if (scope.IfMatch is { } version && version != client.Version)
        {
            return (null, [], new VersionMismatch());
        }

        var secrets = await db.OAuthClientSecrets.Where(s => s.OAuthClientId == id && (s.ExpiresAt == null || s.ExpiresAt > now)).OrderBy(s => s.CreatedAt).ToListAsync(cancellationToken);
        return (client, secrets, null);
    }
}
