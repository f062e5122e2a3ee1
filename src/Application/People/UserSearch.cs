using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;

namespace Satcom.Application.People;

/// <summary>Finds accounts by beginnings of words of name, address and employee code.</summary>
/// <remarks>
/// By a range and not LIKE: behind row-level security PostgreSQL looks into an index only by operators that cannot leak, and those of
/// patterns are none.
/// </remarks>
internal static class UserSearch
{
    private const int MaxWords = 8;

    // Behind every text that begins with a word, in the byte order of the column.
    private const string Last = "\U0010FFFF";

    public static IQueryable<User> Find(ISatcomDb db, IQueryable<User> users, string text)
    {
        var words = SearchText.Words(text).Distinct(StringComparer.Ordinal).Take(MaxWords).ToList();
        foreach (var word in words)
        {
            var end = word + Last;
#pragma warning disable CA1309 // The column's collation compares, in SQL; it is the order of bytes.
            var found = db.UserSearchTerms.Where(t => string.Compare(t.Term, word) >= 0 && string.Compare(t.Term, end) < 0).Select(t => t.UserId);
#pragma warning restore CA1309
            users = users.Where(u => found.Contains(u.Id));
        }

        return words.Count == 0 ? users.Where(u => false) : users;
    }
}
