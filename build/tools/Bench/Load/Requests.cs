using System.Text;

namespace Satcom.Bench.Load;

/// <summary>Requests as bytes, made before the clock runs.</summary>
internal static class Requests
{
    public static byte[] Get(string path, string? token) =>
        Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{Bearer(token)}\r\n");

    public static byte[] Post(string path, string? token, string json) => Of("POST", path, token, json);

    public static byte[] Put(string path, string? token, string json) => Of("PUT", path, token, json);

    private static byte[] Of(string method, string path, string? token, string json) =>
        Encoding.ASCII.GetBytes(FormattableString.Invariant(
            $"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{Bearer(token)}Content-Type: application/json\r\nContent-Length: {json.Length}\r\n\r\n{json}"));

    public static byte[] Form(string path, string basic, string form) =>
        Encoding.ASCII.GetBytes(FormattableString.Invariant(
            $"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Basic {basic}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {form.Length}\r\n\r\n{form}"));

    public static byte[] FormWithCookie(string path, string cookie, string form) =>
        Encoding.ASCII.GetBytes(FormattableString.Invariant(
            $"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {form.Length}\r\n\r\n{form}"));

    public static byte[] GetWithCookie(string path, string cookie) =>
        Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n\r\n");

    private static string Bearer(string? token) => token is null ? string.Empty : $"Authorization: Bearer {token}\r\n";
}
