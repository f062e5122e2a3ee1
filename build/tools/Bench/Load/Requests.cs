using System.Text;

namespace Satcom.Bench.Load;

/// <summary>Requests as bytes, made before the clock runs.</summary>
internal static class Requests
{
    public static byte[] Get(string path, string? token) =>
        Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{Bearer(token)}\r\n");

    public static byte[] Post(string path, string? token, string json) =>
        Encoding.ASCII.GetBytes(FormattableString.Invariant(
            $"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{Bearer(token)}Content-Type: application/json\r\nContent-Length: {json.Length}\r\n\r\n{json}"));

    private static string Bearer(string? token) => token is null ? string.Empty : $"Authorization: Bearer {token}\r\n";
}
