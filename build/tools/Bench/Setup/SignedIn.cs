using Satcom.Bench.Load;

namespace Satcom.Bench.Setup;

/// <summary>A session of somebody who signed in with their password.</summary>
internal sealed record SignedIn(string AccessToken, string RefreshToken)
{
    public static async Task<SignedIn> ByPasswordAsync(HttpConnection connection, Person person, CancellationToken cancellationToken)
    {
        await connection.ExpectAsync(
            Requests.Post("/api/v1/auth/login", token: null, $$$"""{"email":"{{{person.Email}}}","password":"{{{Crowd.Password}}}","tenant":"{{{Crowd.Slug}}}"}"""), 200, cancellationToken);
        return new SignedIn(connection.Member("accessToken"), connection.Member("refreshToken"));
    }
}
