import type { BillingWords } from "./billing-words.ts";

export const id: BillingWords = {
  allowances: {
    messages: "pesan",
    tokens: "token",
    document_pages: "halaman dokumen",
    storage_bytes: "penyimpanan",
    template_marketing: "template pemasaran",
    template_utility: "template utilitas",
    template_authentication: "template autentikasi",
  },
  warning: (what, percent) => ({
    subject: `${percent} % kuota ${what} terpakai`,
    text: `Kuota ${what} pada paket Anda sudah terpakai ${percent} %.`,
  }),
  overage: (what) => ({
    subject: `kuota ${what} habis, selanjutnya dibayar dari deposit`,
    text: `Kuota ${what} pada paket Anda sudah habis. Pemakaian selanjutnya dibayar dari deposit selama saldonya cukup.`,
  }),
  exhausted: (what) => ({
    subject: `kuota ${what} habis`,
    text:
      `Kuota ${what} pada paket Anda sudah habis dan deposit tidak mencukupi. Pesan pelanggan tetap disimpan dan diteruskan ` +
      "ke tim Anda; bot berhenti menjawab sampai Anda menambah deposit atau memilih paket yang lebih besar.",
  }),
  available: (what) => ({
    subject: `kuota ${what} tersedia kembali`,
    text: `Kuota ${what} pada paket Anda tersedia kembali: semuanya berjalan seperti biasa.`,
  }),
  suspended: {
    subject: "akun ditangguhkan",
    text:
      "Tagihan Anda sudah melewati batas waktu yang diizinkan paket, sehingga akun ditangguhkan. Pesan pelanggan tetap " +
      "disimpan dan diteruskan ke tim Anda. Penangguhan berakhir segera setelah tagihan dibayar.",
  },
  active: {
    subject: "akun aktif kembali",
    text: "Tagihan sudah dibayar: semuanya berjalan kembali.",
  },
  used: (used, included) => `${used} dari ${included} yang termasuk dalam periode ini sudah terpakai.`,
  usedExtra: (used) => `Paket ini tidak menyertakannya; terpakai dalam periode ini: ${used}.`,
  shown: (tenant) =>
    `Pemakaian, deposit, dan faktur ${tenant} dapat dilihat di CRM pada menu Billing (Penagihan).`,
  invoiceIssued: ({ number, total, due, dueOn }) => ({
    subject: `faktur ${number}: bayar ${due} paling lambat ${dueOn}`,
    text:
      `Faktur ${number} sebesar ${total} telah terbit; ${due} harus dibayar paling lambat ${dueOn}. Deposit yang mencukupi ` +
      "akan membayarnya secara otomatis.",
  }),
  invoiceCovered: ({ number, total }) => ({
    subject: `faktur ${number}: lunas`,
    text: `Faktur ${number} sebesar ${total} telah terbit dan dibayar dari deposit Anda. Tidak ada yang perlu dilakukan.`,
  }),
  invoiceOverdue: ({ number, due, dueOn }, suspendedOn) => ({
    subject: `faktur ${number} jatuh tempo`,
    text:
      `${due} dari faktur ${number} seharusnya dibayar paling lambat ${dueOn} dan belum kami terima. Jika tidak dibayar, ` +
      `akun ditangguhkan pada ${suspendedOn}: bot berhenti menjawab. Jika sudah membayar, terima kasih.`,
  }),
  invoiceLastReminder: ({ number, due, dueOn }, suspendedOn) => ({
    subject: `pengingat terakhir untuk faktur ${number}`,
    text:
      `${due} dari faktur ${number}, jatuh tempo ${dueOn}, masih belum dibayar. Akun ditangguhkan pada ${suspendedOn} ` +
      "kecuali pembayaran kami terima sebelumnya.",
  }),
  invoicePaid: ({ number, total }) => ({
    subject: `faktur ${number} lunas`,
    text: `Faktur ${number} sebesar ${total} sudah lunas. Terima kasih.`,
  }),
};
