namespace Satcom.WebApi.Identity;

/// <summary>Marks a route whose answer anybody may keep for minutes, so that it goes on from memory while the database is away.</summary>
internal sealed class PublicDocument
{
    public static readonly PublicDocument Mark = new();
}
