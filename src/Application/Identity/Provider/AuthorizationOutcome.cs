namespace Satcom.Application.Identity.Provider;

/// <summary>Where a request to the authorization endpoint has come to.</summary>
public abstract record AuthorizationOutcome;

/// <summary>It is over: the person goes back to the client with these parameters.</summary>
/// <param name="ByPost">True to send them as a form.</param>
public sealed record AuthorizationAnswered(string RedirectUri, bool ByPost, IReadOnlyList<KeyValuePair<string, string>> Parameters) : AuthorizationOutcome
{
    /// <inheritdoc/>
    public override string ToString() => nameof(AuthorizationAnswered);
}

/// <summary>It waits until the person has done something.</summary>
/// <param name="Handle">Names the waiting request to this browser.</param>
/// <param name="BrowserCookie">A new cookie for a browser that had none.</param>
public sealed record AuthorizationPaused(AuthorizationStep Step, string Handle, string? BrowserCookie) : AuthorizationOutcome
{
    /// <inheritdoc/>
    public override string ToString() => $"{nameof(AuthorizationPaused)} {{ Step = {Step} }}";
}

/// <summary>It cannot be answered to anybody: the person is shown a page.</summary>
/// <param name="Reason">client_unknown, redirect_uri_unknown or request_expired.</param>
public sealed record AuthorizationDropped(string Reason) : AuthorizationOutcome;

/// <summary>What a waiting request waits for.</summary>
public enum AuthorizationStep
{
    SignIn,
    Consent,
}

/// <summary>The cookies that a browser sent.</summary>
/// <param name="Session">Its session's, if it is signed in.</param>
/// <param name="Browser">Its own.</param>
public sealed record BrowserCookies(string? Session, string? Browser)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(BrowserCookies);
}
