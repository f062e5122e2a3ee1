using System.Collections.Frozen;
using Satcom.Application.Identity;

namespace Satcom.Infrastructure.Identity;

/// <summary>The checked-in list; see common-passwords.md beside it for where it is from.</summary>
internal sealed class CommonPasswords : ICommonPasswords
{
    private const string Resource = "common-passwords.txt";

    private readonly Lazy<FrozenSet<string>> _words = new(Load);

    public bool Contains(string lowerCase) => _words.Value.Contains(lowerCase);

    private static FrozenSet<string> Load()
    {
        using var stream = typeof(CommonPasswords).Assembly.GetManifestResourceStream(Resource) ?? throw new InvalidOperationException($"{Resource} is missing.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
    }
}
