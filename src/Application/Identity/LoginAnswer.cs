using System.Text.Json.Serialization;

namespace Satcom.Application.Identity;

/// <summary>The answer to a right password: either the tokens of a session, or a device that must be proved first. What is not there is left out.</summary>
public sealed record LoginAnswer
{
    /// <summary>A JWT (at+jwt) for the Authorization header.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? AccessToken { get; init; }

    /// <summary>How the access token is sent.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TokenType { get; init; }

    /// <summary>Seconds until it expires.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? ExpiresIn { get; init; }

    /// <summary>Opaque; good for one refresh.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RefreshToken { get; init; }

    /// <summary>What the device is known by from now on: send it with the next sign-in. Where it is left out the last one stays.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? DeviceToken { get; init; }

    /// <summary>Whose session it is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SignedInUser? User { get; init; }

    /// <summary>The device must be proved; there are no tokens yet.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DeviceChallengeDto? DeviceVerification { get; init; }

    /// <inheritdoc/>
    public override string ToString() => nameof(LoginAnswer);

    internal static LoginAnswer Of(TokenAnswer tokens) => new()
    {
        AccessToken = tokens.AccessToken,
        TokenType = tokens.TokenType,
        ExpiresIn = tokens.ExpiresIn,
        RefreshToken = tokens.RefreshToken,
        DeviceToken = tokens.DeviceToken,
        User = tokens.User,
    };

    internal static LoginAnswer Of(DeviceChallengeDto challenge) => new() { DeviceVerification = challenge };
}
