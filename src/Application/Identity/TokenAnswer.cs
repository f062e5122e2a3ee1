using System.Text.Json.Serialization;

namespace Satcom.Application.Identity;

/// <summary>The tokens of a session, and who it belongs to.</summary>
/// <param name="AccessToken">A JWT (at+jwt) for the Authorization header.</param>
/// <param name="ExpiresIn">Seconds until it expires.</param>
/// <param name="RefreshToken">Opaque; good for one refresh.</param>
/// <param name="User">Whose session it is.</param>
public sealed record TokenAnswer(string AccessToken, int ExpiresIn, string RefreshToken, SignedInUser User)
{
    /// <summary>How the access token is sent.</summary>
    public string TokenType { get; } = "Bearer";

    /// <summary>What the device is known by from now on: send it with the next sign-in. Left out where the last one stays.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? DeviceToken { get; init; }

    /// <inheritdoc/>
    public override string ToString() => nameof(TokenAnswer);
}

/// <summary>A person as they see themselves.</summary>
/// <param name="Id">The user's id.</param>
/// <param name="Email">The address that they sign in with.</param>
/// <param name="DisplayName">What others see them called.</param>
/// <param name="Roles">Names of roles.</param>
/// <param name="Permissions">What the roles allow.</param>
/// <param name="Tenant">Their company.</param>
public sealed record SignedInUser(Guid Id, string Email, string DisplayName, IReadOnlyList<string> Roles, IReadOnlyList<string> Permissions, SignedInTenant Tenant);

/// <summary>The tenant of a signed-in person.</summary>
/// <param name="Id">The company's id.</param>
/// <param name="Slug">Its short name, as in the body of a sign-in and in X-Tenant.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Locale">The language of its texts: en or ar.</param>
public sealed record SignedInTenant(Guid Id, string Slug, string Name, string Locale);
