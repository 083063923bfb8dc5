namespace Hub.Bench.Data;

internal sealed partial class Company
{
    private static readonly string[] Columns =
    [
        "customers (id, name, locale, created_at)",
        "identities (id, kind, address, customer, verified_at, created_at)",
        "visitor_sessions (id, site, token_hash, locale, page, created_at, used_at)",
        "tickets (number, customer, channel, subject, status, folder, priority, assignee, tags, last_seq, version, created_at, last_at, waiting_since, first_response_at, first_resolved_at, resolved_at, closed_at)",
        "messages (ticket, seq, id, version, audience, kind, channel, author_kind, author, text, quoted, client_id, sent_at, at)",
        "events (message, type, before, after)",
        "receipts (source, key, message, at)",
        "session_tickets (session, ticket, seen_seq, seen_at)",
        "claims (id, session, ticket, kind, address, at)",
        "mails (message, ticket, message_id, sender, sender_name, recipients, subject, refs, addresses)",
        "deliveries (id, message, ticket, channel, address, state, not_before, attempts, reason, external_id, at)",
        "blobs (id, sha256, size, at)",
        "raw_payloads (id, channel, external_id, blob, state, attempts, message, at)",
        "received_mails (raw, envelope_from, recipients, message_id, sender, addressees, subject, size, disposition, ticket, seq, at)",
    ];

    /// <summary>One stream a table; they are written side by side.</summary>
    private sealed class Copies : IAsyncDisposable
    {
        private readonly List<Copy> all = [];

        public Copy Customers => all[0];
        public Copy Identities => all[1];
        public Copy Sessions => all[2];
        public Copy Tickets => all[3];
        public Copy Messages => all[4];
        public Copy Events => all[5];
        public Copy Receipts => all[6];
        public Copy SessionTickets => all[7];
        public Copy Claims => all[8];
        public Copy Mails => all[9];
        public Copy Deliveries => all[10];
        public Copy Blobs => all[11];
        public Copy Raws => all[12];
        public Copy Received => all[13];

        public static async Task<Copies> OpenAsync(string connectionString, CancellationToken ct)
        {
            var copies = new Copies();
            try
            {
                foreach (var columns in Columns) copies.all.Add(await Copy.OpenAsync(connectionString, columns, ct));
                return copies;
            }
            catch
            {
                await copies.DisposeAsync();
                throw;
            }
        }

        /// <returns>How many rows were written.</returns>
        public async Task<ulong> CompleteAsync(CancellationToken ct)
        {
            ulong rows = 0;
            foreach (var copy in all) rows += await copy.CompleteAsync(ct);
            return rows;
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var copy in all) await copy.DisposeAsync();
        }
    }
}
