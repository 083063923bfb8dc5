namespace Hub.Mail.Text.Languages;

internal static class English
{
    public static readonly MailLanguage Language = new()
    {
        Attributions =
        [
            "On {when} {who} wrote", "On {when} {who} writes", "At {when} {who} wrote", "{when} {who} wrote", "{who} wrote on {when}",
            "In a message dated {when} {who} writes", "In a message dated {when} {who} wrote", "Quoting {who}", "{who} wrote", "{who} writes",
        ],
        Narrators = "I we you he she they it somebody someone nobody who which my our your his her their the an this that",
        Months = "January February March April May June July August September October November December",
        Weekdays = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
        DateWords = "at on of the o'clock",
        OriginalMessage = ["Original Message", "Original Mail", "Original Email", "Original E-mail", "Original Appointment", "Reply message", "Original text"],
        ForwardedMessage = ["Forwarded message", "Begin forwarded message", "Forwarded mail", "Forwarded email", "Forwarded by …", "Forwarded message from …", "Forward message"],
        ForwardPrefixes = ["FW", "Fwd"],
        ReplyAbove =
        [
            "Please type your reply above this line", "Type your reply above this line", "Reply above this line",
            "Please reply above this line", "Write above this line to reply", "Please do not write below this line",
        ],
        From = ["From"],
        Date = ["Sent", "Date", "Sent on", "Sent at"],
        To = ["To"],
        Subject = ["Subject"],
        OtherFields = ["Cc", "Bcc", "Reply-To", "Importance", "Attachments", "On Behalf Of", "Sender", "Priority", "Organization"],
        MobileLines = ["Sent from", "Sent via", "Sent with", "Sent using", "Get Outlook for"],
        MobileWords = "phone mobile smartphone tablet cellphone device handheld",
    };
}
