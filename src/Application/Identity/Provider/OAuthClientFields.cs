using FluentValidation;
using Satcom.Application.Common;
using Satcom.Application.People;
using Satcom.Domain.Common;
using Satcom.Domain.Identity.Provider;

namespace Satcom.Application.Identity.Provider;

/// <summary>What can be said of a client; null leaves it as it is.</summary>
public interface IOAuthClientFields
{
    string? Name { get; }

    IReadOnlyList<string>? Grants { get; }

    IReadOnlyList<string>? Scopes { get; }

    IReadOnlyList<string>? RedirectUris { get; }

    IReadOnlyList<string>? PostLogoutRedirectUris { get; }

    IReadOnlyList<string>? Resources { get; }

    /// <summary>An empty text takes it away.</summary>
    string? ServesResource { get; }

    /// <summary>An empty list takes them away.</summary>
    IReadOnlyList<ClientKey>? Keys { get; }

    bool? RequiresConsent { get; }
}

/// <summary>The rules that creating and changing a client share.</summary>
internal static class OAuthClientFields
{
    /// <summary>Shape alone.</summary>
    public static void AddFieldRules<T>(this AbstractValidator<T> validator)
        where T : IOAuthClientFields
    {
        validator.RuleFor(c => c.Name).NotEmpty().IsLine(OAuthClient.NameMaxLength).When(c => c.Name is not null);
        validator.RuleFor(c => c.Grants).Must(g => g!.All(OAuthGrantTypes.All.Contains)).WithErrorCode("unknown_value").WithDetail(string.Join(", ", OAuthGrantTypes.All)).When(c => c.Grants is not null);
        validator.RuleFor(c => c.Scopes).Must(s => s!.All(ProviderScopes.ForPeople.Contains)).WithErrorCode("unknown_value").WithDetail(string.Join(", ", ProviderScopes.ForPeople)).When(c => c.Scopes is not null);
        validator.RuleFor(c => c.Scopes).Must(s => s!.Count <= OAuthClient.MaxScopes).WithErrorCode("out_of_range").When(c => c.Scopes is not null);
        validator.RuleFor(c => c.RedirectUris).Must(u => u!.Count <= RedirectUri.MaxCount).WithErrorCode("out_of_range").When(c => c.RedirectUris is not null);
        validator.RuleFor(c => c.PostLogoutRedirectUris).Must(u => u!.Count <= RedirectUri.MaxCount).WithErrorCode("out_of_range").When(c => c.PostLogoutRedirectUris is not null);
        validator.RuleFor(c => c.Resources).Must(r => r!.Count <= OAuthClient.MaxResources && r.All(IsResource)).WithDetail("resource").When(c => c.Resources is not null);
        validator.RuleFor(c => c.Keys).Must(k => k!.Count <= OAuthClient.MaxKeys && !k.Contains(null!)).WithErrorCode("out_of_range").When(c => c.Keys is not null);
        validator.RuleFor(c => c.ServesResource).Must(r => r is not { Length: > 0 } || IsResource(r)).WithDetail("resource").When(c => c.ServesResource is not null);
    }

    /// <summary>An absolute URI without a fragment (RFC 8707, section 2).</summary>
    public static bool IsResource(string text) =>
        text.Length is > 0 and <= RedirectUri.MaxLength && !text.AsSpan().ContainsAnyExceptInRange('!', '~') && !text.Contains('#', StringComparison.Ordinal)
        && text.Contains(':', StringComparison.Ordinal) && Uri.TryCreate(text, UriKind.Absolute, out _);

    /// <summary>Writes the fields onto the client, if they fit together and the caller may grant them.</summary>
    public static Error? Apply(this IOAuthClientFields fields, OAuthClient client, Actor actor, IClientAssertions assertions)
    {
        List<string> grants = [.. (fields.Grants ?? client.Grants).Distinct(StringComparer.Ordinal)];
        List<string> scopes = [.. (fields.Scopes ?? client.Scopes).Distinct(StringComparer.Ordinal)];
        List<string> redirects = [.. (fields.RedirectUris ?? client.RedirectUris).Distinct(StringComparer.Ordinal)];
        List<string> afterLogout = [.. (fields.PostLogoutRedirectUris ?? client.PostLogoutRedirectUris).Distinct(StringComparer.Ordinal)];
        var asksConsent = fields.RequiresConsent ?? client.RequiresConsent;
        var serves = fields.ServesResource is { } named ? (named.Length == 0 ? null : named) : client.ServesResource;

        if (grants.Contains(OAuthGrantTypes.AuthorizationCode) && redirects.Count == 0)
        {
            return ValidationFailed.Of("redirectUris", "required");
        }

        if (redirects.Exists(u => !RedirectUri.IsRegistrable(u, client.IsNative)))
        {
            return ValidationFailed.Of("redirectUris", "invalid_format", "redirect-uri");
        }

        if (afterLogout.Exists(u => !RedirectUri.IsRegistrable(u, client.IsNative)))
        {
            return ValidationFailed.Of("postLogoutRedirectUris", "invalid_format", "redirect-uri");
        }

        if (!FitsKind(client.Kind, grants))
        {
            return ValidationFailed.Of("grants", "invalid_format", "grants-of-kind");
        }

        // What only a person can grant is of no use to a client that no person signs in to.
        if ((fields.Grants ?? fields.Scopes) is not null && !grants.Exists(g => g is OAuthGrantTypes.AuthorizationCode or OAuthGrantTypes.DeviceCode)
            && scopes.Except(ProviderScopes.ForClients, StringComparer.Ordinal).Any())
        {
            return ValidationFailed.Of("scopes", "unknown_value", string.Join(", ", ProviderScopes.ForClients));
        }

        if (client.Kind == OAuthClientKind.Public && serves is not null)
        {
            return ValidationFailed.Of("servesResource", "invalid_format", "confidential-only");
        }

        var keys = fields.Keys?.Select(assertions.Accept).ToList();
        if (keys is not null && (keys.Contains(null) || keys.DistinctBy(k => k!.Kid, StringComparer.Ordinal).Count() != keys.Count))
        {
            return ValidationFailed.Of("keys", "invalid_format", "jwk");
        }

        if (client.Kind == OAuthClientKind.Public && keys is { Count: > 0 })
        {
            return ValidationFailed.Of("keys", "invalid_format", "confidential-only");
        }

        // An administrator gives a client no more than they hold themselves; nobody but an operator calls one trusted.
        var trusts = !asksConsent || scopes.Contains(ProviderScopes.Everything);
        if ((trusts && !actor.May(Permissions.OAuthClientsTrust))
            || (grants.Contains(OAuthGrantTypes.ClientCredentials) && scopes.Intersect(ProviderScopes.ForClients, StringComparer.Ordinal).Any(s => !actor.May(s))))
        {
            return new Forbidden();
        }

        client.Rename(fields.Name?.Trim() ?? client.Name);
        client.Allow(grants, scopes, (fields.Resources ?? client.Resources).Distinct(StringComparer.Ordinal), serves);
        client.Redirect(redirects, afterLogout);
        client.AskConsent(asksConsent);
        if (keys is not null && !client.Keys.SequenceEqual(keys!))
        {
            client.ProveBy(keys!);
        }

        return null;
    }

    private static bool FitsKind(OAuthClientKind kind, List<string> grants) =>
        (kind == OAuthClientKind.Confidential || !grants.Contains(OAuthGrantTypes.ClientCredentials))
        && (!grants.Contains(OAuthGrantTypes.RefreshToken) || grants.Contains(OAuthGrantTypes.AuthorizationCode) || grants.Contains(OAuthGrantTypes.DeviceCode));
}
