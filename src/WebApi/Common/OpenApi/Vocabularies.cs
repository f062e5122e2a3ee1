using System.Collections.Frozen;
using Satcom.Application.Identity.Provider;
using Satcom.Domain.Identity;
using Satcom.Domain.Identity.Provider;

namespace Satcom.WebApi.Common.OpenApi;

/// <summary>Lists of words of which there is a fixed number, by the name that they have wherever they stand in the contract.</summary>
internal static class Vocabularies
{
    private static readonly FrozenDictionary<string, IReadOnlyList<string>> Words = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
    {
        ["roles"] = [.. Roles.OfCompany, .. Roles.OfPlatform],
        ["grants"] = [.. OAuthGrantTypes.All],
        ["scopes"] = [.. ProviderScopes.ForPeople],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The words that a member's items are of; null where they may be any.</summary>
    public static IReadOnlyList<string>? Of(string member) => Words.GetValueOrDefault(member);
}
