using Satcom.WebApi.Identity.Pages;

namespace Satcom.WebApi.Identity.Provider;

/// <summary>
/// Forms that a client's own page sends here. A browser leaves our cookies out of them (SameSite=Lax), so whoever is signed in would look
/// like a stranger; with the same request by GET it sends them.
/// </summary>
internal static class ForeignForms
{
    /// <summary>The longest query that is sent; a server reads lines of 8 KiB.</summary>
    private const int MaxLength = 7 * 1024;

    /// <summary>Sends a browser that showed none of our cookies the same way by GET.</summary>
    /// <returns>True when it was answered.</returns>
    public static bool Turn(HttpContext context, ProtocolParameters sent, string path)
    {
        if (!HttpMethods.IsPost(context.Request.Method) || PageCookies.Of(context) is not { Session: null, Browser: null } || sent.ToQuery() is not { Length: <= MaxLength } query)
        {
            return false;
        }

        Redirects.See(context, $"{Addresses.Local(context, path)}?{query}");
        return true;
    }
}
