namespace Satcom.Application.Identity;

/// <summary>What an opaque secret is for; no secret is good for anything else.</summary>
public enum SecretKind
{
    /// <summary>A sign-in that waits for its code.</summary>
    Challenge,

    /// <summary>The trust of a device.</summary>
    Device,

    /// <summary>A mailed link.</summary>
    Link,

    /// <summary>An integrator's program.</summary>
    ClientSecret,

    /// <summary>The refresh token of such a program; those of Satcom's apps are of another kind.</summary>
    ClientRefresh,

    /// <summary>A code that such a program exchanges for tokens.</summary>
    AuthorizationCode,

    /// <summary>A program's request that waits while its person signs in.</summary>
    PendingAuthorization,

    /// <summary>A browser, signed in or not.</summary>
    Browser,

    /// <summary>A browser's session.</summary>
    BrowserSession,

    /// <summary>A device that waits to be approved on another one.</summary>
    DeviceCode,

    /// <summary>A link to approved leave.</summary>
    LeaveFeed,
}

/// <summary>Makes and reads the secrets around sign-in. Only hashes are kept.</summary>
public interface ISignInSecrets
{
    /// <summary>A new secret of 256 random bits.</summary>
    (string Text, byte[] Hash) Create(SecretKind kind, Guid tenantId);

    /// <summary>Reads a secret.</summary>
    /// <returns>Its tenant and hash; null when it is not one of that kind.</returns>
    (Guid TenantId, byte[] Hash)? Read(SecretKind kind, string text);

    /// <summary>Six random digits.</summary>
    string CreateCode();

    /// <summary>Keyed hash of a code, bound to its tenant and attempt.</summary>
    byte[] HashCode(Guid tenantId, Guid challengeId, string code);

    /// <summary>Keyed hash of a subject that is counted, such as a number.</summary>
    byte[] KeyOf(string what, string subject);

    /// <summary>Seals a refresh token for its one retry.</summary>
    byte[] SealSuccessor(Guid spentTokenId, string successor);

    /// <summary>Opens what was sealed for that token.</summary>
    /// <exception cref="InvalidOperationException">It was sealed for another one, or under a key that is gone.</exception>
    string OpenSuccessor(Guid spentTokenId, byte[] sealedSuccessor);
}
